using Pockitect.Core.Commands.Bus;

namespace Pockitect.Core.Changes;

/// <summary>How a change ended, in two words or fewer.</summary>
public static class EndText
{
    /// <summary>Gets <c>Done</c>, <c>Stopped</c>, <c>Timed out</c> or <c>Failed</c>.</summary>
    public static string Of(Status last) => last switch
    {
        Completed => "Done",
        Failed { WasCancelled: true } => "Stopped",
        Failed { IsStillWaiting: true } => "Timed out",
        _ => "Failed",
    };
}
