using System.Globalization;

namespace Pockitect.Crash;

/// <summary>What the command line asks of the matrix.</summary>
/// <param name="Sample">How many points; null for all.</param>
/// <param name="Seed">Where a sample begins.</param>
/// <param name="Workers">How many points at once.</param>
/// <param name="Again">The command that follows is killed too, and follows once more.</param>
/// <param name="Keep">Where the data folders of points that went wrong are kept.</param>
internal sealed record MatrixOptions(Kind Kind, string Then, int? Sample, int Seed, int Workers, bool Again, string Keep)
{
    public const string Usage = "matrix [--kind kill|lost|error500|throttle|network] [--then resume|undo|deploy] [--again] [--sample N] [--seed N] [--workers N] [--keep FOLDER]";

    public static MatrixOptions Parse(string[] args)
    {
        var options = new MatrixOptions(Kind.Kill, "resume", null, 0, 2, false, Path.Combine(Path.GetTempPath(), "pockitect-crash-failures"));
        for (var at = 0; at < args.Length; at++)
        {
            if (args[at] == "--again") options = options with { Again = true };
            else if (at + 1 == args.Length) throw new FormatException($"{args[^1]} has no value. {Usage}");
            else options = options.With(args[at], args[++at]);
        }

        return options;
    }

    private MatrixOptions With(string name, string value) => name switch
    {
        "--kind" => this with { Kind = Enum.Parse<Kind>(value, ignoreCase: true) },
        "--then" => this with { Then = value },
        "--sample" => this with { Sample = Number(value) },
        "--seed" => this with { Seed = Number(value) },
        "--workers" => this with { Workers = Number(value) },
        "--keep" => this with { Keep = value },
        _ => throw new FormatException($"There is no option {name}. {Usage}"),
    };

    private static int Number(string value) => int.Parse(value, CultureInfo.InvariantCulture);
}
