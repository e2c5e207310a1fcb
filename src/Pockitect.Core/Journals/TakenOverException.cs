namespace Pockitect.Core.Journals;

/// <summary>Another worker has taken over: this one reports and changes nothing more.</summary>
public sealed class TakenOverException() : Exception("Another worker has taken over.");
