namespace Pockitect.Aws.Accounts;

/// <summary>What signing in can reach of the world around it; tests put their own in place.</summary>
public sealed record SignInContext
{
    /// <summary>An environment variable's value, or null.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The person's own folder, which holds <c>.aws</c>.</summary>
    public required string Home { get; init; }

    /// <summary>Opened only when it is asked: a keyring may be slow, or want a password.</summary>
    public required Lazy<CredentialVault> Vault { get; init; }

    /// <summary>Asks a person for the six digits of their MFA device, named by its serial number or ARN.</summary>
    /// <exception cref="SignInException">Nobody can be asked.</exception>
    public required Func<string, CancellationToken, Task<string>> AskMfaCode { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary><c>AWS_SHARED_CREDENTIALS_FILE</c>, else <c>~/.aws/credentials</c>.</summary>
    public string CredentialsFile => Variable("AWS_SHARED_CREDENTIALS_FILE") is { Length: > 0 } file ? file : Path.Combine(Home, ".aws", "credentials");

    /// <summary><c>AWS_CONFIG_FILE</c>, else <c>~/.aws/config</c>.</summary>
    public string ConfigFile => Variable("AWS_CONFIG_FILE") is { Length: > 0 } file ? file : Path.Combine(Home, ".aws", "config");
}
