namespace Pockitect.Core.Blueprints;

public static class BlueprintEditor
{
    public static string Set(string text, string path, string value)
    {
        if (path != "project.id") throw new ArgumentException("Only the id.", nameof(path));
        return text.Replace("project:\n", $"project:\n  id: {value}\n", StringComparison.Ordinal);
    }
}
