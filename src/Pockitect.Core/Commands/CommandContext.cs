using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;

namespace Pockitect.Core.Commands;

/// <summary>How a command has arrived, and how its progress is reported.</summary>
/// <param name="Project">The project's name; null for a command without a project.</param>
/// <param name="Tell">Reports a status, except the last one.</param>
/// <param name="Request">The ID and origin of the command; null if it didn't come from the bus.</param>
public sealed record CommandContext(string? Project, Func<Status, Task> Tell, Request? Request = null)
{
    /// <summary>The project's name.</summary>
    /// <exception cref="FaultException">The command has no project.</exception>
    public string Slug => Project ?? throw new FaultException(
        new Fault(FaultKind.Invalid, "NoProject", "This command requires a project."));
}
