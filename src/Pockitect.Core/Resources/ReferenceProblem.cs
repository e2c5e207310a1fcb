namespace Pockitect.Core.Resources;

/// <summary>Why an existing resource can't be used by a resource that refers to it.</summary>
/// <param name="What">What is wrong, as a sentence.</param>
/// <param name="Why">Why AWS refuses it, as a sentence.</param>
/// <param name="Remedy">What to do about it, as a sentence.</param>
public sealed record ReferenceProblem(string What, string Why, string Remedy);
