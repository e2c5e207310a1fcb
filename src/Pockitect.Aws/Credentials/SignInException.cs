namespace Pockitect.Aws.Credentials;

/// <summary>There are no usable credentials; the message says what the user can do.</summary>
public sealed class SignInException : Exception
{
    /// <summary>What an operation waits for after the session expired.</summary>
    public const string Ended = "you to sign in again (pockitect login), because your session expired";

    public SignInException() { }

    public SignInException(string message) : base(message) { }

    public SignInException(string message, Exception innerException) : base(message, innerException) { }
}
