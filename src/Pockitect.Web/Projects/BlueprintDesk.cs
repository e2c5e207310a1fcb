using System.Text;
using Pockitect.Aws;
using Pockitect.Core;
using Pockitect.Core.Blueprints;

namespace Pockitect.Web.Projects;

/// <summary>A blueprint as it is being edited: its text, what is wrong with it, and whether the file has changed meanwhile.</summary>
public sealed class BlueprintDesk(Workbench bench, string slug)
{
    private string _saved = "";

    public string Text { get; private set; } = "";

    /// <summary>Everything that is wrong or worth knowing, in the order of the file.</summary>
    public IReadOnlyList<BlueprintProblem> Problems { get; private set; } = [];

    public bool IsChanged => Text != _saved;

    public bool Exists => File.Exists(Path);

    public string Path => bench.Folder.BlueprintOf(slug);

    /// <summary>Reads the file, where nothing that was typed would be lost by it.</summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        if (!Exists || IsChanged) return;
        _saved = await File.ReadAllTextAsync(Path, ct);
        Edit(_saved);
    }

    public void Edit(string text)
    {
        Text = text;
        Problems = [.. bench.Cloud.Check(BlueprintReader.Read(Encoding.UTF8.GetBytes(text), bench.Cloud.Catalog)).Problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)];
    }

    /// <summary>Writes the file, also one with problems: it is the person's.</summary>
    /// <returns>False where somebody else has changed the file since it was read; nothing is written then.</returns>
    public async Task<bool> SaveAsync(CancellationToken ct)
    {
        if (Exists && await File.ReadAllTextAsync(Path, ct) != _saved) return false;
        await AtomicFile.WriteAsync(Path, Text, ct);
        _saved = Text;
        return true;
    }

    /// <summary>Throws away what was typed, for what is in the file.</summary>
    public async Task RevertAsync(CancellationToken ct)
    {
        Text = _saved;
        await LoadAsync(ct);
    }
}
