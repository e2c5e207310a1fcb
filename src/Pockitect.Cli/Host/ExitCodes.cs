namespace Pockitect.Cli.Host;

/// <summary>The program's exit codes.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    public const int Failed = 1;

    /// <summary>Invalid command line or answer.</summary>
    public const int Usage = 2;

    /// <summary>The plan has changes, or there is drift.</summary>
    public const int ChangesPending = 3;

    /// <summary>No usable AWS credentials.</summary>
    public const int SignIn = 4;

    /// <summary>Partly done: for example, a scan that could not read every Region.</summary>
    public const int Partial = 5;

    /// <summary>Ctrl+C, by shell convention.</summary>
    public const int Interrupted = 130;
}
