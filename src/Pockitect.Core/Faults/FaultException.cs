namespace Pockitect.Core.Faults;

/// <summary>A fault found by the engine itself.</summary>
public sealed class FaultException(Fault fault) : Exception(fault.Message)
{
    public Fault Fault { get; } = fault;
}
