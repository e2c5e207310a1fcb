using System.Globalization;

namespace Pockitect.Aws.Protocol;

/// <summary>The flat parameters of a Query call, with AWS's own member names.</summary>
/// <remarks>
/// Member names differ by list and are given in full: <c>.List("VpcSecurityGroupIds.VpcSecurityGroupId", ids)</c> creates
/// <c>VpcSecurityGroupIds.VpcSecurityGroupId.1=…</c>. A null value is not sent, which AWS treats as "unchanged".
/// </remarks>
public sealed class QueryParameters
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>The names and values to send.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    public QueryParameters Set(string name, string? value)
    {
        if (value is not null)
        {
            _values[name] = value;
        }

        return this;
    }

    public QueryParameters Set(string name, bool? value) => Set(name, value is { } given ? (given ? "true" : "false") : null);

    public QueryParameters Set(string name, long? value) => Set(name, value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds members numbered from 1: <paramref name="name"/>.1, <paramref name="name"/>.2 …; null sends nothing.</summary>
    public QueryParameters List(string name, IEnumerable<string>? members)
    {
        var number = 0;
        foreach (var member in members ?? [])
        {
            Set($"{name}.{++number}", member);
        }

        return this;
    }

    /// <summary>Adds Key and Value pairs numbered from 1: "Tags.Tag" for RDS, "Tags.member" for IAM.</summary>
    public QueryParameters Tags(string name, IEnumerable<KeyValuePair<string, string>>? tags)
    {
        var number = 0;
        foreach (var (key, value) in tags ?? [])
        {
            number++;
            Set($"{name}.{number}.Key", key).Set($"{name}.{number}.Value", value);
        }

        return this;
    }

    internal QueryParameters Copy()
    {
        var copy = new QueryParameters();
        foreach (var (name, value) in _values)
        {
            copy._values[name] = value;
        }

        return copy;
    }
}
