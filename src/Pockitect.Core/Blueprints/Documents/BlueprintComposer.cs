using System.Text;
using Pockitect.Core.Blueprints.Rules;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;
using Pockitect.Core.Resources.Values;
using Pockitect.Core.Text;

namespace Pockitect.Core.Blueprints.Documents;

/// <summary>A blueprint that was composed from existing resources.</summary>
/// <param name="Text">The file's text, with the notes as comments.</param>
/// <param name="Notes">What could not be represented, and what to do, as sentences.</param>
public sealed record ComposedBlueprint(string Text, IReadOnlyList<string> Notes);

/// <summary>
/// Rebuilds the blueprint of an existing project: every resource goes under <c>resources</c> with its current settings in AWS, so that a
/// plan finds no changes.
/// </summary>
/// <param name="catalog">The catalog that defines the settings.</param>
/// <param name="check">Returns the errors of a blueprint's text. Settings that a blueprint can't express are omitted with a note.</param>
public sealed class BlueprintComposer(Catalog catalog, Func<string, IReadOnlyList<BlueprintProblem>> check)
{
    /// <summary>Composes a project's blueprint.</summary>
    /// <param name="name">The project's slug.</param>
    /// <param name="id">The ID that its resources carry.</param>
    /// <param name="owned">Its resources in all Regions, with all settings.</param>
    /// <returns>Null if no blueprint can have this name or ID, for example because the tags are made up.</returns>
    public ComposedBlueprint? Compose(string name, string id, IReadOnlyList<Observed> owned)
    {
        var draft = new Draft(catalog, name, id, owned);
        while (true)
        {
            var text = draft.Write();
            if (check(text) is not [var problem, ..]) return new ComposedBlueprint(text, draft.Notes);
            if (!draft.LeaveOut(problem)) return null;
        }
    }

    /// <summary>The blueprint so far. Rejected parts are removed again.</summary>
    private sealed class Draft
    {
        private readonly Catalog _catalog;
        private readonly SortedDictionary<string, Spec> _resources = new(StringComparer.Ordinal);
        private readonly List<string> _notes = [];
        private readonly string _projectName;
        private readonly string _region;
        private ProjectSection _project;

        public Draft(Catalog catalog, string name, string id, IReadOnlyList<Observed> owned)
        {
            (_catalog, _projectName) = (catalog, name);
            _region = RegionOf(owned);
            var here = Here(owned);
            var common = CommonTags(here);
            _project = new ProjectSection { Name = name, Id = id, Region = _region, Tags = common };
            var names = here.ToDictionary(entry => (entry.Value.Spec.GetType(), entry.Value.Id), entry => entry.Key);
            foreach (var (logicalId, resource) in here) _resources[logicalId] = Written(logicalId, resource, names, common);
        }

        public IReadOnlyList<string> Notes => _notes;

        public string Write()
        {
            var blueprint = new Blueprint
            {
                Project = _project,
                // Otherwise the sections would require their own VPC.
                Network = new NetworkSection { Vpc = VpcChoice.Default },
                Resources = _resources,
            };
            var lines = BlueprintWriter.Write(blueprint, _catalog).Split('\n', 2);
            var head = new StringBuilder(lines[0]).Append('\n')
                .Append("# Rebuilt from AWS: every resource is under 'resources' with its current settings.\n");
            foreach (var note in _notes) head.Append("# - ").Append(OnOneLine(note)).Append('\n');
            return head.Append(lines[1]).ToString();
        }

        /// <summary>Removes the subject of a problem: a setting, else the whole resource, else the project's own tags.</summary>
        /// <returns>False if the problem is about none of these.</returns>
        public bool LeaveOut(BlueprintProblem problem)
        {
            if (BlueprintPath.Split(problem.Path) is not [string section, string part, ..] parts) return false;
            if (section == "project" && part == "tags" && _project.Tags.Count > 0)
            {
                _project = _project with { Tags = new Dictionary<string, string>() };
                Note($"The project's tags are omitted: {problem.Message}");
                return true;
            }

            if (section != "resources" || !_resources.TryGetValue(part, out var spec)) return false;
            var setting = parts is [_, _, "properties", string name, ..] ? Shape.Of(spec.GetType()).Property(name) : null;
            if (setting is { IsRequired: false } && setting.Get(spec) is not null)
            {
                _resources[part] = SpecTree.With(spec, property => property.Name == setting.Name ? null : property.Get(spec));
                Note($"'{part}' is written without {setting.Name}, which a blueprint can't express: {problem.Message}");
                return true;
            }

            _resources.Remove(part);
            Note($"'{part}' ({_catalog.Of(spec).Name}) is omitted: {problem.Message} A deploy would delete it; remove its tag "
                + $"{OwnershipTags.ProjectId} to keep it.");
            return true;
        }

        /// <summary>The Region of most resources.</summary>
        private string RegionOf(IReadOnlyList<Observed> owned) => owned
            .Where(resource => !_catalog[resource.Type].IsGlobal)
            .GroupBy(resource => resource.Place.Region, StringComparer.Ordinal)
            .OrderByDescending(region => region.Count())
            .ThenBy(region => region.Key, StringComparer.Ordinal)
            .FirstOrDefault()?.Key ?? Place.GlobalRegion;

        /// <summary>The resources in the blueprint, by logical ID. The others are noted.</summary>
        private SortedDictionary<string, Observed> Here(IReadOnlyList<Observed> owned)
        {
            var here = new SortedDictionary<string, Observed>(StringComparer.Ordinal);
            foreach (var resource in Matching.Oldest(owned))
            {
                var logicalId = resource.Tags.GetValueOrDefault(OwnershipTags.Resource) ?? "";
                var what = $"{resource.Type} {resource.Id}";
                if (!_catalog[resource.Type].IsGlobal && resource.Place.Region != _region)
                    Note(
                        $"{what} is omitted: it is in {resource.Place.Region}, and a blueprint has only one Region. A deploy would "
                            + "delete it.");
                else if (!ResourceRules.IsLogicalId(logicalId))
                    Note(
                        $"{what} is omitted: its tag {OwnershipTags.Resource} is '{MessageFormat.Value(logicalId)}', which is not a "
                            + "valid resource name. Fix the tag and run recover again; a deploy would delete the resource.");
                else if (!here.TryAdd(logicalId, resource))
                    Note($"{what} is a duplicate of '{logicalId}' from a lost answer. A deploy deletes it and keeps {here[logicalId].Id}.");
            }

            foreach (var (logicalId, resource) in here)
            {
                if (resource.Phase is Phase.Failed) Note($"'{logicalId}' ({resource.Id}) has failed in AWS. A deploy creates a new one.");
                if (!resource.Tags.ContainsKey("Name")) Note($"'{logicalId}' ({resource.Id}) has lost its tag Name. A deploy restores it.");
                _notes.AddRange(_catalog[resource.Type].UnrecoverableSettings(resource).Select(sentence => $"'{logicalId}': {sentence}"));
            }

            return here;
        }

        private Spec Written(
            string logicalId,
            Observed resource,
            Dictionary<(Type SpecType, string Id), string> names,
            IReadOnlyDictionary<string, string> common)
        {
            var spec = SpecTree.Map(_catalog[resource.Type].AsWritten(resource), (target, specType) =>
                target is RefTarget.Existing { Id: var id } && names.TryGetValue((specType, id), out var name)
                    ? new RefTarget.Named(name)
                    : target);
            var tags = Own(resource).Where(tag => common.GetValueOrDefault(tag.Key) != tag.Value).ToDictionary(StringComparer.Ordinal);
            // The default name of a resource.
            if (tags.GetValueOrDefault("Name") == OwnershipTags.NameOf(_projectName, logicalId)) tags.Remove("Name");
            return SpecTree.With(spec, property =>
                property.Name == nameof(Spec.Tags) ? tags.Count > 0 ? tags : null
                // Generated because the blueprint gave none. Written down, it could not be given to a replacement.
                : property.Get(spec) is string text && !property.IsRequired && GeneratedName.Is(text, _projectName, logicalId) ? null
                : property.Get(spec));
        }

        /// <summary>Returns the tags that all resources share, except their names.</summary>
        private static Dictionary<string, string> CommonTags(SortedDictionary<string, Observed> resources) => resources.Count == 0
            ? []
            : resources.Values.Select(Own)
                .Aggregate((one, other) => one.Intersect(other))
                .Where(tag => tag.Key != "Name")
                .OrderBy(tag => tag.Key, StringComparer.Ordinal)
                .ToDictionary(StringComparer.Ordinal);

        private static IEnumerable<KeyValuePair<string, string>> Own(Observed resource) =>
            resource.Tags.Where(tag => !OwnershipTags.IsReserved(tag.Key));

        private void Note(string sentence) => _notes.Add(sentence);

        private static string OnOneLine(string text) =>
            string.Concat(
                text.Select(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029' or '\uFEFF' or '\uFFFD' ? ' ' : letter));
    }
}
