namespace Pockitect.Web.Shell;

/// <summary>The addresses of the window's pages. Names, IDs and tags may hold any character, so they are encoded here and nowhere else.</summary>
internal static class AppLinks
{
    public static string Project(string slug) => $"/projects/{Uri.EscapeDataString(slug)}";

    /// <param name="slug">The project's name.</param>
    /// <param name="page">The part after it: <c>edit</c>, <c>deploy</c>, <c>edit/network</c>.</param>
    public static string Project(string slug, string page) => $"{Project(slug)}/{page}";

    /// <summary>Monitor with a search.</summary>
    public static string Monitor(string search) => $"/monitor?q={Uri.EscapeDataString(search)}";
}
