using System.CommandLine;

namespace Pockitect.Cli.Commands.Input;

/// <summary>Arguments of several commands.</summary>
internal static class Arguments
{
    public static Argument<string> Project() => new("project") { Description = "The project's name." };
}
