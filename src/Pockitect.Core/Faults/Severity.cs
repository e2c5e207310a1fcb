namespace Pockitect.Core.Faults;

public enum Severity
{
    /// <summary>The blueprint can't be deployed.</summary>
    Error,

    /// <summary>
    /// The blueprint can be deployed, but you should know about this, for example about SSH that is open to the Internet.
    /// </summary>
    Finding,
}
