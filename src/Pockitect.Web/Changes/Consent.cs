namespace Pockitect.Web.Changes;

/// <summary>What a person said to a plan by pressing its button.</summary>
/// <param name="Typed">The name that was typed; null if none was requested.</param>
/// <param name="EmptyBuckets">Of an undo: what is in the buckets that go, goes too.</param>
public readonly record struct Consent(string? Typed, bool EmptyBuckets);
