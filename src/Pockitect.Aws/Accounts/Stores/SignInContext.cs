using Pockitect.Aws.Credentials;

namespace Pockitect.Aws.Accounts.Stores;

/// <summary>What sign-in can access outside this process. Tests replace it.</summary>
public sealed record SignInContext
{
    /// <summary>Returns an environment variable's value, or null.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The user's home folder, which contains <c>.aws</c>.</summary>
    public required string Home { get; init; }

    /// <summary>Opened only on use: a keyring may be slow, or ask for a password.</summary>
    public required Lazy<CredentialVault> Vault { get; init; }

    /// <summary>Asks for the six digits of an MFA device, by its serial number or ARN.</summary>
    /// <exception cref="SignInException">Not interactive.</exception>
    public required Func<string, CancellationToken, Task<string>> AskMfaCode { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary><c>AWS_SHARED_CREDENTIALS_FILE</c>, otherwise <c>~/.aws/credentials</c>.</summary>
    public string CredentialsFile =>
        Variable("AWS_SHARED_CREDENTIALS_FILE") is { Length: > 0 } file ? file : Path.Combine(Home, ".aws", "credentials");

    /// <summary><c>AWS_CONFIG_FILE</c>, otherwise <c>~/.aws/config</c>.</summary>
    public string ConfigFile => Variable("AWS_CONFIG_FILE") is { Length: > 0 } file ? file : Path.Combine(Home, ".aws", "config");
}
