using Pockitect.Aws.Accounts.Sso;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;

namespace Pockitect.Cli.Sessions;

/// <summary>Sign-in functions for commands.</summary>
internal static class SignIns
{
    /// <summary>What sign-in may access from this command.</summary>
    public static SignInContext Context(Invocation invocation) => new Access(invocation).Context;

    /// <summary>Returns the vault, which must be able to store credentials beyond this command.</summary>
    /// <exception cref="CommandException">The keyring is unavailable.</exception>
    public static CredentialVault LastingVault(SignInContext context, string otherwise) =>
        context.Vault.Value is { State.IsLasting: true } vault
            ? vault
            : throw new CommandException(
                $"{context.Vault.Value.State.Problem} {otherwise}\n{context.Vault.Value.State.Fix}", ExitCodes.SignIn);

    /// <summary>Returns the identity from the command's argument or <c>--identity</c>.</summary>
    public static string? Named(Invocation invocation, string? identity) => identity ?? invocation.Identity;

    /// <summary>Returns the SSO profile for <c>profile:dev</c> or <c>dev</c>.</summary>
    /// <exception cref="CommandException">There is no such profile.</exception>
    public static SsoProfile SsoProfile(SignInContext context, string identity)
    {
        var name = identity.StartsWith("profile:", StringComparison.Ordinal) ? identity["profile:".Length..] : identity;
        var all = Aws.Accounts.Sso.SsoProfile.Read(context);
        if (!all.TryGetValue(name, out var found))
        {
            var others = all.Count == 0
                ? "there are none; add one with aws configure sso"
                : $"profiles with SSO: {string.Join(", ", all.Keys.Order(StringComparer.Ordinal).Select(other => $"profile:{other}"))}";
            throw new CommandException($"Profile '{name}' in {context.ConfigFile} has no SSO settings: {others}.", ExitCodes.Usage);
        }

        return found.Profile ?? throw new CommandException($"{found.Problem}", ExitCodes.SignIn);
    }
}
