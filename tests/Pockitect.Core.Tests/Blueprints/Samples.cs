using System.ComponentModel.DataAnnotations;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Blueprints.Rules;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Tests.Blueprints;

/// <summary>A virtual network, as small as a test needs.</summary>
public sealed record SampleVpc : Spec
{
    /// <summary>The range of addresses.</summary>
    [Cidr(16, 28)]
    public required string CidrBlock { get; init; }
}

public enum SampleTenancy
{
    Default,
    DedicatedHost,
}

/// <summary>A part of a network.</summary>
public sealed record SampleSubnet : Spec
{
    public required Ref<SampleVpc> Vpc { get; init; }

    [Cidr(16, 28)]
    public string? CidrBlock { get; init; }

    public bool? MapPublicIpOnLaunch { get; init; }

    public SampleTenancy? Tenancy { get; init; }

    [Deferred]
    public IReadOnlyList<Ref<SampleSubnet>>? Peers { get; init; }

    [MaxLength(2)]
    public IReadOnlyList<SampleRoute>? Routes { get; init; }
}

/// <summary>A way out of a subnet.</summary>
public sealed record SampleRoute
{
    public required string Destination { get; init; }

    [Range(0, 100)]
    public int? Weight { get; init; }
}

/// <summary>A type whose settings are all that a test needs of it.</summary>
public sealed class SampleType<T>(string name) : ResourceType<T>(name)
    where T : Spec
{
    public override LifeActions Actions { get; } = new() { Read = [], Create = [], Update = [], Delete = [] };

    public override IAsyncEnumerable<Observed> ListAsync(Place place, CancellationToken ct) => throw NotHere();

    public override Task<Observed?> ReadAsync(Place place, string id, CancellationToken ct) => throw NotHere();

    protected override Task<string> CreateAsync(Place place, T spec, Creation how, CancellationToken ct) => throw NotHere();

    protected override Task UpdateAsync(Place place, string id, T now, T desired, CancellationToken ct) => throw NotHere();

    public override Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct) => throw NotHere();

    public override Task TagAsync(
        Place place, string id, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, CancellationToken ct) => throw NotHere();

    public override Uri ConsoleLink(Place place, string id) => throw NotHere();

    private NotSupportedException NotHere() => new($"{Name} is a sample for reading blueprints.");
}

/// <summary>What the blueprint tests share.</summary>
public static class Samples
{
    public static Catalog Catalog { get; } =
        new([new SampleType<SampleVpc>("AWS::EC2::VPC"), new SampleType<SampleSubnet>("AWS::EC2::Subnet")]);

    /// <summary>The sections' logical ids as a mapping might make them: the VPC and the subnets.</summary>
    public static BlueprintContext Context { get; } = new()
    {
        Images = ["amazon-linux-2023", "ubuntu-24.04", "ubuntu-22.04", "debian-12", "windows-2022"],
        SectionIds = blueprint => blueprint.Network.Subnets
            .Select(subnet => KeyValuePair.Create(subnet.Name, typeof(SampleSubnet)))
            .Append(KeyValuePair.Create("vpc", typeof(SampleVpc)))
            .DistinctBy(pair => pair.Key)
            .ToDictionary(),
    };

    public static string Folder { get; } = Path.Combine(Root(), "tests", "fixtures");

    public static TheoryData<string> Files(string folder, string extension) =>
        [.. Directory.EnumerateFiles(Path.Combine(Folder, folder), "*" + extension).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public static string Text(string folder, string file) => File.ReadAllText(Path.Combine(Folder, folder, file));

    /// <summary>Everything wrong with a file: what reading says, and what validation does.</summary>
    public static IReadOnlyList<BlueprintProblem> Problems(ReadOnlySpan<byte> file)
    {
        var reading = BlueprintReader.Read(file, Catalog);
        return BlueprintValidation.Check(reading, Context).Problems;
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Pockitect.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return folder;
    }
}
