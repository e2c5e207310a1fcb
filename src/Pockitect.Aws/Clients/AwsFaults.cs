using Pockitect.Core.Execution;

namespace Pockitect.Aws.Clients;

/// <summary>The one place where AWS's error codes are understood.</summary>
public static class AwsFaults
{
    /// <summary>Says what a failed call means; never throws.</summary>
    public static Fault Explain(Exception e) => new(FaultKind.Bug, e.GetType().Name, e.Message);
}
