namespace Pockitect.Core.Faults;

public enum Severity
{
    /// <summary>The blueprint cannot be deployed.</summary>
    Error,

    /// <summary>It can, but a person should know (SSH open to the world).</summary>
    Finding,
}
