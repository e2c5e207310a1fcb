using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Execution;

/// <summary>What happens at one call. After the call's effect, each of them except <see cref="Crash"/> means that the answer is lost.</summary>
public enum Trouble
{
    /// <summary>The process dies.</summary>
    Crash,
    Throttled,
    Unreachable,

    /// <summary>The account allows no more of these.</summary>
    Quota,
}

/// <summary>One disturbance.</summary>
/// <param name="Command">The command in its turn, from 0.</param>
/// <param name="Call">The moment in the command, from 0; each change has one before and one after its effect.</param>
public sealed record Disturbance(int Command, int Call, Trouble Trouble)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Command}.{Call} {Trouble}");

    public static Disturbance Parse(string text) => text.Split('.', ' ') is [var command, var call, var trouble]
        ? new(int.Parse(command, CultureInfo.InvariantCulture), int.Parse(call, CultureInfo.InvariantCulture), Enum.Parse<Trouble>(trouble))
        : throw new FormatException($"'{text}' is not a disturbance.");
}

/// <summary>One deploy, and what follows it until it is finished or undone.</summary>
public sealed record Turn
{
    public required IReadOnlyList<Desired> Desired { get; init; }

    /// <summary>Undo the deploy if it does not complete.</summary>
    public bool Undoes { get; init; }

    /// <summary>The tries that deploy again; all others resume.</summary>
    public IReadOnlySet<int> Redeploys { get; init; } = new HashSet<int>();

    public IReadOnlyList<Disturbance> Disturbances { get; init; } = [];
}

/// <summary>The life of one project as data, so that a failing one can be made smaller and repeated.</summary>
public sealed record LifeCycleCase
{
    private static readonly JsonSerializerOptions Indented = new(SpecJson.Options) { WriteIndented = true };

    /// <summary>Resources of others in the account, two each; true for those of another project.</summary>
    public IReadOnlyList<bool> Foreign { get; init; } = [];

    public required IReadOnlyList<Turn> Turns { get; init; }

    /// <summary>Disturbances of the deletion at the end.</summary>
    public IReadOnlyList<Disturbance> Deletion { get; init; } = [];

    /// <summary>Makes the same random case for the same seed.</summary>
    public static LifeCycleCase Random(int seed)
    {
        var random = new Random(seed);
        var world = new RandomWorld(random);
        return new LifeCycleCase
        {
            Foreign = [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(2) == 0)],
            Turns =
            [
                .. Enumerable.Range(0, 4).Select(_ => new Turn
                {
                    Desired = world.Next(),
                    Undoes = random.Next(3) == 0,
                    Redeploys = Enumerable.Range(0, LifeCycleRun.MaxTries).Where(_ => random.Next(3) == 0).ToHashSet(),
                    Disturbances = RandomDisturbances(random),
                }),
            ],
            Deletion = RandomDisturbances(random),
        };
    }

    public static LifeCycleCase Parse(string json)
    {
        var node = JsonNode.Parse(json)!.AsObject();
        return new LifeCycleCase
        {
            Foreign = [.. node["foreign"]!.AsArray().Select(isProject => (bool)isProject!)],
            Turns = [.. node["turns"]!.AsArray().Select(turn => ReadTurn(turn!))],
            Deletion = ReadDisturbances(node["deletion"]!),
        };
    }

    public string ToJson() => new JsonObject
    {
        ["foreign"] = new JsonArray([.. Foreign.Select(isProject => (JsonNode)isProject)]),
        ["turns"] = new JsonArray([.. Turns.Select(turn => (JsonNode)WriteTurn(turn))]),
        ["deletion"] = Write(Deletion),
    }.ToJsonString(Indented);

    private static List<Disturbance> RandomDisturbances(Random random)
    {
        var found = new List<Disturbance>();
        for (var command = 0; command <= LifeCycleRun.MaxTries; command++)
        {
            var crash = random.Next(2) == 0 ? random.Next(24) : int.MaxValue;
            for (var call = 0; call < 60 && call <= crash; call++)
            {
                if (call == crash) found.Add(new Disturbance(command, call, Trouble.Crash));
                else if (random.Next(14) == 0) found.Add(new Disturbance(command, call, random.Next(6) == 0 ? Trouble.Quota : random.Next(2) == 0 ? Trouble.Throttled : Trouble.Unreachable));
            }
        }

        return found;
    }

    private static Turn ReadTurn(JsonNode node) => new()
    {
        Desired = [.. node["desired"]!.AsObject().Select(entry => new Desired(entry.Key, SpecJson.Read(entry.Value!["settings"]!, SpecType((string)entry.Value["type"]!))))],
        Undoes = (bool)node["undoes"]!,
        Redeploys = node["redeploys"]!.AsArray().Select(index => (int)index!).ToHashSet(),
        Disturbances = ReadDisturbances(node["disturbances"]!),
    };

    private static JsonObject WriteTurn(Turn turn) => new JsonObject
    {
        ["desired"] = new JsonObject(turn.Desired.Select(resource => KeyValuePair.Create<string, JsonNode?>(
            resource.LogicalId, new JsonObject { ["type"] = resource.Spec.GetType().Name, ["settings"] = SpecJson.Write(resource.Spec) }))),
        ["undoes"] = turn.Undoes,
        ["redeploys"] = new JsonArray([.. turn.Redeploys.Order().Select(index => (JsonNode)index)]),
        ["disturbances"] = Write(turn.Disturbances),
    };

    private static Type SpecType(string name) => typeof(Net).Assembly.GetType($"{typeof(Net).Namespace}.{name}") ?? throw new FormatException($"'{name}' is not a type of the fake cloud.");

    private static List<Disturbance> ReadDisturbances(JsonNode node) => [.. node.AsArray().Select(text => Disturbance.Parse((string)text!))];

    private static JsonArray Write(IEnumerable<Disturbance> disturbances) => new([.. disturbances.Select(each => (JsonNode)each.ToString())]);
}
