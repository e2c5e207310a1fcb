using Microsoft.AspNetCore.WebUtilities;
using Pockitect.Core.Resources;

namespace Pockitect.Web.Monitor;

/// <summary>What Monitor shows, as its address says it: <c>/monitor?q=type:instance&amp;group=region&amp;sort=-price&amp;own=aws&amp;view=map</c>. So links, Back and reload show the same.</summary>
public static class MonitorAddress
{
    public const string Path = "/monitor";

    /// <summary>What an address asks for; what it does not say, or says wrongly, is as usual.</summary>
    public static MonitorWish Read(Uri address, IReadOnlyCollection<ResourceType>? types)
    {
        var values = QueryHelpers.ParseQuery(address.Query);
        var sort = Of("sort");
        return new MonitorWish
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

    /// <summary>The address that asks for it. What is as usual is left out.</summary>
    public static string Of(MonitorWish wish)
    {
        var usual = new MonitorWish();
        List<KeyValuePair<string, string?>> values = [];
        if (wish.Query.Text.Length > 0) values.Add(new("q", wish.Query.Text));
        if (wish.Grouping != usual.Grouping) values.Add(new("group", Word(wish.Grouping)));
        if (wish.Column != usual.Column || wish.IsDescending) values.Add(new("sort", (wish.IsDescending ? "-" : "") + Word(wish.Column)));
        if (wish.ShowsAwsOwn) values.Add(new("own", "aws"));
        if (wish.IsPicture) values.Add(new("view", "map"));
        return QueryHelpers.AddQueryString(Path, values);
    }

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    // A number is no name, though the framework would take it for one.
    private static T Named<T>(string word)
        where T : struct, Enum => Enum.GetValues<T>().FirstOrDefault(value => Word(value) == word);
}
