namespace Pockitect.Core.Faults;

/// <summary>A fault that the engine itself found, on its way to the step that reports it.</summary>
public sealed class FaultException(Fault fault) : Exception(fault.Message)
{
    public Fault Fault { get; } = fault;
}
