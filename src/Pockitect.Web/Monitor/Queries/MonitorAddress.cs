using Microsoft.AspNetCore.WebUtilities;
using Pockitect.Core.Resources;

namespace Pockitect.Web.Monitor.Queries;

/// <summary>
/// Monitor's state as a URL: <c>/monitor?q=type:instance&amp;group=region&amp;sort=-price&amp;own=aws&amp;view=map</c>. Links, Back and
/// reload restore it.
/// </summary>
public static class MonitorAddress
{
    public const string Path = "/monitor";

    /// <summary>Parses a URL. Missing or invalid values become defaults.</summary>
    public static MonitorOptions Read(Uri address, IReadOnlyCollection<ResourceType>? types)
    {
        var values = QueryHelpers.ParseQuery(address.Query);
        var sort = Of("sort");
        return new MonitorOptions
        {
            Query = MonitorQuery.Parse(Of("q"), types),
            Grouping = Named<MonitorGrouping>(Of("group")),
            Column = Named<MonitorColumn>(sort.TrimStart('-')),
            IsDescending = sort.StartsWith('-'),
            ShowsAwsOwn = Of("own") == "aws",
            IsPicture = Of("view") == "map",
        };

        string Of(string key) => values.TryGetValue(key, out var value) ? value.ToString() : "";
    }

    /// <summary>Returns the URL of a state. Defaults are omitted.</summary>
    public static string Of(MonitorOptions options)
    {
        var usual = new MonitorOptions();
        List<KeyValuePair<string, string?>> values = [];
        if (options.Query.Text.Length > 0) values.Add(new("q", options.Query.Text));
        if (options.Grouping != usual.Grouping) values.Add(new("group", Word(options.Grouping)));
        if (options.Column != usual.Column || options.IsDescending)
            values.Add(new("sort", (options.IsDescending ? "-" : "") + Word(options.Column)));
        if (options.ShowsAwsOwn) values.Add(new("own", "aws"));
        if (options.IsPicture) values.Add(new("view", "map"));
        return QueryHelpers.AddQueryString(Path, values);
    }

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    // Numbers are not names, although Enum.TryParse accepts them.
    private static T Named<T>(string word)
        where T : struct, Enum => Enum.GetValues<T>().FirstOrDefault(value => Word(value) == word);
}
