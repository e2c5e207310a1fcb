using System.Globalization;

namespace Pockitect.Bench;

/// <summary>What figures of time depend on, beside the program.</summary>
internal static class Machine
{
    /// <summary>Writes how many processors there are and, where the system tells, how many programs desired one in the last minute.</summary>
    public static void Write(TextWriter output)
    {
        const string Load = "/proc/loadavg";
        var load = File.Exists(Load) ? $", {File.ReadAllText(Load).Split(' ')[0]} processes at work or waiting in the last minute, these included" : "";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The machine: {Environment.ProcessorCount} processors{load}."));
    }
}
