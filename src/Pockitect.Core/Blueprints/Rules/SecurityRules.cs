using System.Globalization;
using System.Text.RegularExpressions;
using Pockitect.Core.Blueprints.Policies;
using Pockitect.Core.Text;

namespace Pockitect.Core.Blueprints.Rules;

/// <summary>Rules for key pairs and roles.</summary>
internal static partial class SecurityRules
{
    /// <summary>The maximum size of a role's own policies together, without white space.</summary>
    private const int MaxPolicyCharacters = 10240;

    public static IReadOnlyList<Rule> All { get; } =
        [ExistingKeyIsNamed, PublicKeyIsOne, PoliciesAreDocuments, PoliciesFit, ManagedPoliciesAreNames, RoleIsNotAdministrator];

    private static IEnumerable<Claim> ExistingKeyIsNamed(Subject s)
    {
        foreach (var (path, keyPair) in s.KeyPairs().Where(keyPair => keyPair.Entry.Existing))
        {
            if (keyPair.KeyName is null) yield return Claim.Error(path, $"Existing key pair '{keyPair.Name}' needs 'key_name'.");
            if (keyPair.PublicKey is not null)
                yield return Claim.Error($"{path}.public_key", "An existing key pair has its public key already; remove 'public_key'.");
        }
    }

    private static IEnumerable<Claim> PublicKeyIsOne(Subject s)
    {
        foreach (var (path, keyPair) in s.KeyPairs())
        {
            if (keyPair.PublicKey is not { } key) continue;
            if (key.Contains("PRIVATE KEY", StringComparison.Ordinal))
                yield return Claim.Error(
                    $"{path}.public_key",
                    "This is a private key, which must never be in this file. Use the public key (the .pub file), and create a new key "
                        + "pair if anyone has seen this file.");
            else if (!PublicKeyPattern().IsMatch(key))
                yield return Claim.Error(
                    $"{path}.public_key", "A public key is one line such as 'ssh-ed25519 AAAA… name'; copy it from the .pub file.");
            else if (key.StartsWith("ssh-rsa", StringComparison.Ordinal) != keyPair.Kind is KeyKind.Rsa)
                yield return Claim.Error(
                    $"{path}.public_key", $"The public key is not of the kind '{KeyNames.Choice(keyPair.Kind)}'; change 'kind'.");
        }
    }

    private static IEnumerable<Claim> PoliciesAreDocuments(Subject s) =>
        from policy in Policies(s)
        from problem in PolicyDocument.Check(policy.Text, PolicyKind.Identity, $"The policy '{MessageFormat.Value(policy.Name)}'")
        select Claim.Error(policy.Path, problem);

    private static IEnumerable<Claim> PoliciesFit(Subject s) =>
        from role in s.Roles()
        let characters = string.Concat(role.Entry.Policies.Values).Count(c => !char.IsWhiteSpace(c))
        where characters > MaxPolicyCharacters
        select Claim.Error($"{role.Path}.policies", string.Create(
            CultureInfo.InvariantCulture,
            $"A role's own policies can have at most {MaxPolicyCharacters:N0} characters in total; these have {characters:N0}. Move "
                + $"some to managed policies."));

    private static IEnumerable<Claim> ManagedPoliciesAreNames(Subject s) =>
        from role in s.Roles()
        from policy in Entries.At($"{role.Path}.managed_policies", role.Entry.ManagedPolicies)
            .Concat(role.Entry.PermissionsBoundary is { } boundary
                ? [new Placed<string>($"{role.Path}.permissions_boundary", boundary)]
                : [])
        where !ManagedPolicyPattern().IsMatch(policy.Entry)
        select Claim.Error(
            policy.Path,
            $"A managed policy must be a name such as AmazonSSMManagedInstanceCore or an ARN; got '{MessageFormat.Value(policy.Entry)}'.");

    private static IEnumerable<Claim> RoleIsNotAdministrator(Subject s) =>
        (from role in s.Roles()
         from policy in Entries.At($"{role.Path}.managed_policies", role.Entry.ManagedPolicies)
         where policy.Entry.EndsWith("AdministratorAccess", StringComparison.Ordinal)
         select policy.Path)
        .Concat(from policy in Policies(s) where PolicyDocument.AllowsEverything(policy.Text) select policy.Path)
        .Select(path => Claim.Finding(
            path, "Access to an instance with this role gives control of the whole account; allow only the actions it needs."));

    private static IEnumerable<OwnPolicy> Policies(Subject s) =>
        from role in s.Roles()
        from name in role.Entry.Policies.Keys
        select new OwnPolicy(BlueprintPath.Join($"{role.Path}.policies", name), name, role.Entry.Policies[name]);

    private sealed record OwnPolicy(string Path, string Name, string Text);

    [GeneratedRegex(@"^ssh-(ed25519|rsa) AAAA[A-Za-z0-9+/=]+( [^\r\n]*)?\s*\z")]
    private static partial Regex PublicKeyPattern();

    [GeneratedRegex(
        @"^(arn:aws[a-z-]*:iam::(aws|[0-9]{12}):policy/[\w+=,.@/-]{1,512}|([\w+=,.@-]+/)*[\w+=,.@-]{1,128})\z", RegexOptions.None, 1000)]
    private static partial Regex ManagedPolicyPattern();
}
