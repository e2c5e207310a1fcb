namespace Pockitect.Core.Planning;

/// <summary>Options for the data and protection of deleted resources.</summary>
/// <param name="FinalSnapshots">Whether to keep a final snapshot of each database.</param>
/// <param name="EmptyBuckets">Whether to delete the contents of buckets too; otherwise a bucket that is not empty blocks.</param>
/// <param name="LiftProtection">Whether to turn off termination and deletion protection first; otherwise they block.</param>
public sealed record TerminateOptions(bool FinalSnapshots = true, bool EmptyBuckets = false, bool LiftProtection = false);
