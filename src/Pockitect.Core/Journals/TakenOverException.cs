namespace Pockitect.Core.Journals;

/// <summary>Another worker has taken over what this one was at: it says and changes nothing more of it.</summary>
public sealed class TakenOverException() : Exception("Another worker has taken over.");
