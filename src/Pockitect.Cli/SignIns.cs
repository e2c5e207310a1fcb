using Pockitect.Aws.Accounts;
using Pockitect.Aws.Accounts.Sso;

namespace Pockitect.Cli;

/// <summary>Signing in, as commands need it.</summary>
internal static class SignIns
{
    /// <summary>What signing in may reach from this run of a command.</summary>
    public static SignInContext Context(Invocation invocation) => new Access(invocation).Context;

    /// <summary>The vault, where it keeps what is put into it beyond this command.</summary>
    /// <exception cref="CommandException">It does not.</exception>
    public static CredentialVault LastingVault(SignInContext context, string otherwise) => context.Vault.Value is { State.IsLasting: true } vault
        ? vault
        : throw new CommandException($"{context.Vault.Value.State.Problem} {otherwise}\n{context.Vault.Value.State.Fix}", ExitCodes.SignIn);

    /// <summary>The identity that a command was given, as its argument or by <c>--identity</c>.</summary>
    public static string? Named(Invocation invocation, string? identity) => identity ?? invocation.Identity;

    /// <summary>The SSO profile that a person means by <c>profile:dev</c> or <c>dev</c>.</summary>
    /// <exception cref="CommandException">There is none of that name.</exception>
    public static SsoProfile SsoProfile(SignInContext context, string identity)
    {
        var name = identity.StartsWith("profile:", StringComparison.Ordinal) ? identity["profile:".Length..] : identity;
        var all = Aws.Accounts.Sso.SsoProfile.Read(context);
        if (!all.TryGetValue(name, out var found))
        {
            var others = all.Count == 0 ? "there is none; add one: aws configure sso" : $"there are: {string.Join(", ", all.Keys.Order(StringComparer.Ordinal).Select(other => $"profile:{other}"))}";
            throw new CommandException($"Profile '{name}' in {context.ConfigFile} has no SSO settings: {others}.", ExitCodes.Usage);
        }

        return found.Profile ?? throw new CommandException($"{found.Problem}", ExitCodes.SignIn);
    }
}
