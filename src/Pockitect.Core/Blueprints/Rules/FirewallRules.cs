using System.Text.RegularExpressions;

namespace Pockitect.Core.Blueprints.Rules;

/// <summary>Rules for security groups.</summary>
internal static partial class FirewallRules
{
    public static IReadOnlyList<Rule> All { get; } =
        [SourceIsOne, PortsAreInOrder, IcmpHasTypes, AllHasNoPorts, RulesDiffer, DescriptionsAreAllowed, WorldIsKeptOut];

    /// <summary>All rules of all security groups, inbound first.</summary>
    public static IEnumerable<Placed<RuleEntry>> AllRules(Subject s) => RuleLists(s).SelectMany(list => list);

    private static IEnumerable<Claim> SourceIsOne(Subject s) =>
        from rule in AllRules(s)
        let given = new[] { rule.Entry.Cidr, rule.Entry.SecurityGroup, rule.Entry.PrefixList }.Count(source => source is not null)
        where given != 1
        select Claim.Error(rule.Path, given == 0
            ? "The rule has no source or destination: add one of 'cidr', 'security_group' and 'prefix_list'."
            : "The rule has several sources or destinations: keep one of 'cidr', 'security_group' and 'prefix_list'.");

    private static IEnumerable<Claim> PortsAreInOrder(Subject s) =>
        from rule in AllRules(s)
        where rule.Entry.Protocol is RuleProtocol.Tcp or RuleProtocol.Udp && rule.Entry.ToPort is not null
        where rule.Entry.Port is null || rule.Entry.Port > rule.Entry.ToPort
        select Claim.Error($"{rule.Path}.to_port", rule.Entry.Port is null
            ? "'to_port' ends a range whose first port is missing; add 'port'."
            : FormattableString.Invariant($"'to_port' {rule.Entry.ToPort} is below 'port' {rule.Entry.Port}; swap them."));

    private static IEnumerable<Claim> IcmpHasTypes(Subject s) =>
        from rule in AllRules(s)
        where rule.Entry.Protocol is RuleProtocol.Icmp or RuleProtocol.Icmpv6 && (rule.Entry.Port > 255 || rule.Entry.ToPort > 255)
        select Claim.Error(rule.Entry.Port > 255 ? $"{rule.Path}.port" : $"{rule.Path}.to_port",
            "ICMP has no ports: 'port' is the type and 'to_port' the code, 0 to 255; omit them for all.");

    private static IEnumerable<Claim> AllHasNoPorts(Subject s) =>
        from rule in AllRules(s)
        where rule.Entry.Protocol is RuleProtocol.All && (rule.Entry.Port is not null || rule.Entry.ToPort is not null)
        select Claim.Error($"{rule.Path}.protocol", "'protocol: all' covers every port; remove the port, or use tcp or udp.");

    private static IEnumerable<Claim> RulesDiffer(Subject s) =>
        from list in RuleLists(s)
        from same in list.GroupBy(rule => SentRule.Of(rule.Entry))
        where same.Key.Source.Length > 0
        from rule in same.Skip(1)
        select Claim.Error(rule.Path, "AWS rejects duplicate rules, even with different descriptions; remove one.");

    private static IEnumerable<Claim> DescriptionsAreAllowed(Subject s) =>
        from text in s.SecurityGroups().Select(firewall => new Placed<string?>($"{firewall.Path}.description", firewall.Entry.Description))
            .Concat(AllRules(s).Select(rule => new Placed<string?>($"{rule.Path}.description", rule.Entry.Description)))
        where text.Entry is not null && !DescriptionPattern().IsMatch(text.Entry)
        select Claim.Error(text.Path, "AWS allows only a-z, A-Z, 0-9, spaces and ._-:/()#,@[]+=&;{}!$* in security group descriptions.");

    private static IEnumerable<Claim> WorldIsKeptOut(Subject s) =>
        from list in s.SecurityGroups().Select(firewall => Entries.At($"{firewall.Path}.inbound", firewall.Entry.Inbound).ToList())
        from opening in PublicAccessFindings.Find([.. list.Select(rule => SentRule.Of(rule.Entry))])
        let rule = list[opening.Index]
        select Claim
            .Finding(opening.Services.Count == 0 ? rule.Path : $"{rule.Path}.cidr", PublicAccessFindings.Message(opening, rule.Entry.Cidr))
            .MendedBy(OnlyMine(rule.Path));

    // Only the user knows this address; Pockitect asks no outside service.
    private static BlueprintFix OnlyMine(string rule) =>
        BlueprintFix.Without("Allow only my address", $"{rule}.cidr") with { Asks = "Your address, such as 203.0.113.7/32" };

    private static IEnumerable<IEnumerable<Placed<RuleEntry>>> RuleLists(Subject s)
    {
        foreach (var (path, entry) in s.SecurityGroups())
        {
            yield return Entries.At($"{path}.inbound", entry.Inbound);
            yield return Entries.At($"{path}.outbound", entry.Outbound);
        }
    }

    [GeneratedRegex(@"^[a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]*\z")]
    private static partial Regex DescriptionPattern();
}
