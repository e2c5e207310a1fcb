namespace Pockitect.Core.Yaml;

/// <summary>The edit would change more than requested; the message says what to do.</summary>
public sealed class YamlEditException(string message) : Exception(message);
