using System.Text.Json.Nodes;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Yaml;

namespace Pockitect.Core.Guards;

/// <summary>
/// The file <c>settings.yaml</c> of a data folder, editable by the user. Commands that change one setting keep the rest of the file as
/// written.
/// </summary>
public sealed class SettingsFile(DataFolder folder)
{
    public const string Name = "settings.yaml";

    /// <summary>The key for all accounts.</summary>
    public const string Default = "default";

    public static IReadOnlyList<string> Keys => SettingsReader.Keys;

    public string Path => System.IO.Path.Combine(folder.Root, Name);

    /// <summary>Reads the file; without a file there are no settings. An unreadable file is a problem on its first line.</summary>
    public SettingsReading Read()
    {
        try
        {
            return SettingsReader.Read(Text());
        }
        catch (FaultException e)
        {
            return new SettingsReading(new Settings(), [new BlueprintProblem(Severity.Error, 1, 1, "", e.Message)]);
        }
    }

    /// <summary>Sets a value.</summary>
    /// <param name="account">Twelve digits, or <see cref="Default"/>.</param>
    /// <param name="value">
    /// As in the file: <c>true</c>, <c>200</c>, <c>[eu-west-1, eu-central-1]</c>, or <c>eu-west-1,eu-central-1</c>.
    /// </param>
    /// <exception cref="FaultException">The setting is unknown, the value is invalid, or the file has errors.</exception>
    public Task SetAsync(string account, string key, string value, CancellationToken ct) => EditAsync(account, key, Value(key, value), ct);

    /// <summary>Removes a setting.</summary>
    /// <exception cref="FaultException">See <see cref="SetAsync"/>.</exception>
    public Task UnsetAsync(string account, string key, CancellationToken ct) => EditAsync(account, key, null, ct);

    private async Task EditAsync(string account, string key, JsonNode? value, CancellationToken ct)
    {
        if (account != Default && !SettingsReader.IsAccount(account))
            throw Wrong($"Invalid account '{account}'. Use twelve digits, or {Default} for all accounts.");
        if (!Keys.Contains(key)) throw Wrong($"Unknown setting '{key}'. Settings: {string.Join(", ", Keys)}.");
        // Concurrent changes by another process must not be lost.
        using var alone = await FileLock.TakeAsync(System.IO.Path.Combine(folder.Cache, "settings.lock"), ct);
        string text;
        try
        {
            text = BlueprintEditor.Set(Text(), account == Default ? $"{Default}.{key}" : $"accounts.{account}.{key}", value);
        }
        catch (YamlEditException e)
        {
            throw Wrong($"Can't change {Path}: {e.Message}");
        }

        if (SettingsReader.Read(text).Problems is [var problem, ..]) throw Wrong(problem.Path.EndsWith($".{key}", StringComparison.Ordinal)
            ? $"{account}.{key}: {problem.Message}"
            : $"{Path}:{problem.Line}:{problem.Column}: {problem.Message} Fix that first.");
        await AtomicFile.WriteAsync(Path, text, ct);
    }

    private static JsonNode? Value(string key, string value)
    {
        // Lists may be written in a shell-friendly way.
        var text = (key.EndsWith("_regions", StringComparison.Ordinal) || key.EndsWith("_types", StringComparison.Ordinal))
            && !value.StartsWith('[')
            ? $"[{value}]"
            : value;
        return YamlText.Parse(text) is { Problems.Count: 0, Root: { } root } && root.ToJson() is { } json
            ? json
            : throw Wrong($"Invalid value '{value}' for {key}.");
    }

    private string Text() => DataFile.ReadText(Path, YamlText.MaxBytes) ?? "";

    private static FaultException Wrong(string message) => new(new Fault(FaultKind.Invalid, "Settings", message));
}
