using Pockitect.Core.Faults;

namespace Pockitect.Core.Blueprints;

/// <summary>A problem in a blueprint: what is wrong, where, and what to do.</summary>
/// <param name="Severity">Whether it blocks a deploy.</param>
/// <param name="Line">From 1; 0 where the blueprint was not read from text.</param>
/// <param name="Column">From 1; 0 if the blueprint was not read from text.</param>
/// <param name="Path">The path: <c>compute.instances[0].type</c>; empty for the whole file.</param>
/// <param name="Message">What is wrong and what to do, in one or two sentences.</param>
public sealed record BlueprintProblem(Severity Severity, int Line, int Column, string Path, string Message)
{
    /// <summary>The fix; null if the user must decide.</summary>
    public BlueprintFix? Fix { get; init; }
}
