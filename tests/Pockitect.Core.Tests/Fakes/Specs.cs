using Pockitect.Core.Resources;

namespace Pockitect.Core.Tests.Fakes;

/// <summary>A network: the root of most graphs. Two of the same range cannot be at once.</summary>
public sealed record Net : Spec
{
    [Replacement]
    public required string Range { get; init; }

    public bool? Names { get; init; }
}

/// <summary>A part of a network.</summary>
public sealed record Part : Spec
{
    [Replacement]
    public required Ref<Net> Net { get; init; }

    [Replacement]
    public string? Zone { get; init; }

    public bool? Open { get; init; }
}

/// <summary>A way out, which must be there before boxes are.</summary>
public sealed record Door : Spec
{
    public required Ref<Net> Net { get; init; }
}

/// <summary>A firewall whose rules may name other firewalls, also in a circle.</summary>
public sealed record Wall : Spec
{
    [Replacement]
    public required Ref<Net> Net { get; init; }

    public IReadOnlyList<WallRule>? Rules { get; init; }
}

public sealed record WallRule
{
    public required int Port { get; init; }

    [Deferred]
    public Ref<Wall>? From { get; init; }
}

/// <summary>What opens machines: copied into each when it is made.</summary>
public sealed record Key : Spec
{
    [Replacement]
    public string? Name { get; init; }

    [Replacement]
    public string? Text { get; init; }
}

/// <summary>A machine with a disk of its own: data that goes with it.</summary>
public sealed record Host : Spec
{
    [Replacement]
    public Ref<Part>? Part { get; init; }

    [Replacement, Copied]
    public Ref<Key>? Key { get; init; }

    [StaysIn(typeof(Net))]
    public IReadOnlyList<Ref<Wall>>? Walls { get; init; }

    [Replacement]
    public string? Image { get; init; }

    [OnlyGrows]
    public int? Disk { get; init; }

    public int? Speed { get; init; }

    public string? Note { get; init; }

    public string? Fixed { get; init; }
}

/// <summary>A machine.</summary>
public sealed record Box : Spec
{
    [Replacement]
    public Ref<Part>? Part { get; init; }

    public IReadOnlyList<Ref<Wall>>? Walls { get; init; }

    [Replacement]
    public string? Image { get; init; }

    /// <summary>Changes only while it is stopped.</summary>
    public int? Size { get; init; }

    public bool? Protected { get; init; }

    public BoxDisk? Disk { get; init; }

    [Script]
    public string? Script { get; init; }
}

/// <summary>A machine that keeps data, and takes no change while it is stopped.</summary>
public sealed record Vault : Spec
{
    public int? Size { get; init; }

    /// <summary>Every vault has one, and none takes one when it is created.</summary>
    public int? Speed { get; init; }

    public bool? Protected { get; init; }
}

public sealed record BoxDisk
{
    public int? Size { get; init; }

    [Replacement]
    public bool? Secret { get; init; }
}

/// <summary>Data, under a name that is unique in the account.</summary>
public sealed record Store : Spec
{
    [Replacement]
    public required string Name { get; init; }

    [JsonDocument]
    public string? Policy { get; init; }

    [VersionPrefix]
    public string? Release { get; init; }
}
