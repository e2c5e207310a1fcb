using Pockitect.Core.Resources;

namespace Pockitect.Core.Tests.Fakes;

/// <summary>Random wishes that make sense: every reference is to something wished for, firewalls name each other at will.</summary>
public sealed class RandomWorld(Random random)
{
    public Desired[] Next()
    {
        var desired = new List<Desired>();
        var nets = Names("net", 1, 3);
        foreach (var name in nets)
        {
            desired.Add(new Desired(name, new Net { Range = $"{name}/{random.Next(3)}", Names = Maybe(random.Next(2) == 0), Tags = Tags() }));
            if (random.Next(2) == 0) desired.Add(new Desired($"{name}-door", new Door { Net = Ref.To<Net>(name) }));
        }

        var parts = Names("part", 0, 4);
        desired.AddRange(parts.Select(name => new Desired(name, new Part { Net = Any<Net>(nets), Zone = Zone(), Open = Maybe(random.Next(2) == 0) })));

        var walls = Names("wall", 0, 4);
        desired.AddRange(walls.Select(name => new Desired(name, new Wall { Net = Any<Net>(nets), Rules = Rules(walls) })));

        // A box that named no part would go on holding the one it has.
        foreach (var name in parts.Count == 0 ? [] : Names("box", 0, 4))
        {
            desired.Add(new Desired(name, new Box
            {
                Part = Any<Part>(parts),
                Walls = [.. walls.Where(_ => random.Next(2) == 0).Select(Ref.To<Wall>)],
                Image = Zone(),
                Size = random.Next(1, 3),
                Disk = random.Next(2) == 0 ? new BoxDisk { Size = random.Next(1, 4), Secret = Maybe(random.Next(2) == 0) } : null,
            }));
        }

        desired.AddRange(Names("store", 0, 2).Select(name => new Desired(name, new Store
        {
            Name = $"{name}-{random.Next(2)}",
            Policy = random.Next(2) == 0 ? """{"a": 1}""" : """{ "a": 2 }""",
            Release = random.Next(2) == 0 ? "1" : "1.2",
        })));
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(desired));
        return [.. desired];
    }

    private List<string> Names(string kind, int least, int most) =>
        [.. Enumerable.Range(0, most).Select(number => $"{kind}-{number}").OrderBy(_ => random.Next()).Take(random.Next(least, most + 1))];

    private Ref<T> Any<T>(List<string> names)
        where T : Spec => Ref.To<T>(names[random.Next(names.Count)]);

    private List<WallRule> Rules(List<string> walls) =>
    [
        // A rule that named nobody would also be satisfied by one that names somebody, were they of the same port.
        .. Enumerable.Range(1, random.Next(4)).Select(port => random.Next(2) == 0 ? new WallRule { Port = port, From = Any<Wall>(walls) } : new WallRule { Port = 10 + port }),
    ];

    private string Zone() => random.Next(4) == 0 ? "b" : "a";

    private bool? Maybe(bool value) => random.Next(3) == 0 ? null : value;

    private Dictionary<string, string> Tags() => new() { ["Owner"] = random.Next(2) == 0 ? "ada" : "bob" };
}
