namespace Pockitect.Core.Yaml;

/// <summary>A text cannot be edited as asked without changing more than was asked; the message says what to do.</summary>
public sealed class YamlEditException(string message) : Exception(message);
