namespace Pockitect.Aws.Accounts;

/// <summary>There are no usable credentials; the message says what a person can do about it.</summary>
public sealed class SignInException : Exception
{
    public SignInException() { }

    public SignInException(string message) : base(message) { }

    public SignInException(string message, Exception innerException) : base(message, innerException) { }
}
