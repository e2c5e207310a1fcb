namespace Pockitect.Core.Planning;

/// <summary>What happens to data and protection when resources go.</summary>
/// <param name="FinalSnapshots">A last snapshot is kept of each database.</param>
/// <param name="EmptyBuckets">What is in buckets goes too; otherwise a bucket that is not empty blocks.</param>
/// <param name="LiftProtection">Termination and deletion protection are turned off first; otherwise they block.</param>
public sealed record TerminateOptions(bool FinalSnapshots = true, bool EmptyBuckets = false, bool LiftProtection = false);
