using Pockitect.Core.Changes;

namespace Pockitect.Web.Controls;

/// <summary>
/// The URLs of the app's pages. Names, IDs and tags may contain any character, so they are encoded here and nowhere else.
/// </summary>
internal static class AppLinks
{
    public static string Project(string slug) => $"/projects/{Uri.EscapeDataString(slug)}";

    /// <param name="slug">The project's name.</param>
    /// <param name="page">The page after the project: <c>edit</c>, <c>deploy</c>, <c>edit/network</c>.</param>
    public static string Project(string slug, string page) => $"{Project(slug)}/{page}";

    /// <summary>The page of a change, or of what settles an unfinished one.</summary>
    /// <param name="handle">The project's name, or the ID of a delete of selected resources.</param>
    /// <param name="page">The action: <c>deploy</c>, <c>resume</c>.</param>
    public static string Change(string handle, string page) =>
        new ResumeRequest(handle).OperationId is { } id ? $"/deletes/{Uri.EscapeDataString(id)}/{page}" : Project(handle, page);

    /// <summary>Monitor with a search.</summary>
    public static string Monitor(string search) => $"/monitor?q={Uri.EscapeDataString(search)}";
}
