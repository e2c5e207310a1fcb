using System.Text.Json.Nodes;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Yaml;

namespace Pockitect.Core.Guards;

/// <summary>
/// The file <c>settings.yaml</c> of a data folder, theirs to edit: what people wrote into it stays as they wrote it when a
/// command changes one setting.
/// </summary>
public sealed class SettingsFile(DataFolder folder)
{
    public const string Name = "settings.yaml";

    /// <summary>The word that stands for all accounts.</summary>
    public const string Default = "default";

    public static IReadOnlyList<string> Keys => SettingsReader.Keys;

    public string Path => System.IO.Path.Combine(folder.Root, Name);

    /// <summary>Reads it again; no file means no settings. What can't be read at all is a problem on its first line.</summary>
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

    /// <summary>Gives one setting a value.</summary>
    /// <param name="account">Twelve digits, or <see cref="Default"/>.</param>
    /// <param name="value">As it would stand in the file: <c>true</c>, <c>200</c>, <c>[eu-west-1, eu-central-1]</c>, or <c>eu-west-1,eu-central-1</c>.</param>
    /// <exception cref="FaultException">There is no such setting, it does not take this value, or the file has to be mended first.</exception>
    public Task SetAsync(string account, string key, string value, CancellationToken ct) => EditAsync(account, key, Value(key, value), ct);

    /// <summary>Takes one setting back.</summary>
    /// <exception cref="FaultException">As of <see cref="SetAsync"/>.</exception>
    public Task UnsetAsync(string account, string key, CancellationToken ct) => EditAsync(account, key, null, ct);

    private async Task EditAsync(string account, string key, JsonNode? value, CancellationToken ct)
    {
        if (account != Default && !SettingsReader.IsAccount(account)) throw Wrong($"'{account}' is no account; name it by its twelve digits, or write {Default} for all.");
        if (!Keys.Contains(key)) throw Wrong($"There is no setting '{key}'; there are {string.Join(", ", Keys)}.");
        // Another window, or a command, that changes it at the same moment must not lose its own.
        using var alone = await FileLock.TakeAsync(System.IO.Path.Combine(folder.Cache, "settings.lock"), ct);
        string text;
        try
        {
            text = BlueprintEditor.Set(Text(), account == Default ? $"{Default}.{key}" : $"accounts.{account}.{key}", value);
        }
        catch (YamlEditException e)
        {
            throw Wrong($"{Path} cannot be changed: {e.Message}");
        }

        if (SettingsReader.Read(text).Problems is [var problem, ..]) throw Wrong(problem.Path.EndsWith($".{key}", StringComparison.Ordinal)
            ? $"{account}.{key}: {problem.Message}"
            : $"{Path}:{problem.Line}:{problem.Column}: {problem.Message} Mend that first.");
        await AtomicFile.WriteAsync(Path, text, ct);
    }

    private static JsonNode? Value(string key, string value)
    {
        // A list may be written as the shell likes it best.
        var text = (key.EndsWith("_regions", StringComparison.Ordinal) || key.EndsWith("_types", StringComparison.Ordinal)) && !value.StartsWith('[') ? $"[{value}]" : value;
        return YamlText.Parse(text) is { Problems.Count: 0, Root: { } root } && root.ToJson() is { } json ? json : throw Wrong($"'{value}' is no value for {key}.");
    }

    private string Text() => DataFile.ReadText(Path, YamlText.MaxBytes) ?? "";

    private static FaultException Wrong(string message) => new(new Fault(FaultKind.Invalid, "Settings", message));
}
