namespace Pockitect.Cli;

/// <summary>What the program's exit says to scripts.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    public const int Failed = 1;

    /// <summary>The command line, or an answer that it needed, was not understood.</summary>
    public const int Usage = 2;

    /// <summary>A plan was made, and it is not empty; or there is drift.</summary>
    public const int ChangesPending = 3;

    /// <summary>There are no usable AWS credentials.</summary>
    public const int SignIn = 4;

    /// <summary>Some of it could be done: a scan that could not look everywhere.</summary>
    public const int Partial = 5;

    /// <summary>Ctrl+C, as shells number it.</summary>
    public const int Interrupted = 130;
}
