namespace Pockitect.Aws.Accounts;

/// <summary>There are no usable credentials; the message says what the user can do.</summary>
public sealed class SignInException : Exception
{
    public SignInException() { }

    public SignInException(string message) : base(message) { }

    public SignInException(string message, Exception innerException) : base(message, innerException) { }
}
