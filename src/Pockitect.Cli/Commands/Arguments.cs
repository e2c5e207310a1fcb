using System.CommandLine;

namespace Pockitect.Cli.Commands;

/// <summary>Arguments that several commands take.</summary>
internal static class Arguments
{
    public static Argument<string> Project() => new("project") { Description = "The project's name." };
}
