using Pockitect.Cli.Tests.Layers.Example.Upper;

// One made-up type for each way to use another.
namespace Pockitect.Cli.Tests.Layers.Example.Lower;

internal sealed class Calls
{
    public static int Length() => Target.Name.Length;
}

internal sealed class Creates
{
    public static string Text() => new Target().ToString();
}

internal sealed class Catches
{
    public static bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Target)
        {
            return false;
        }
    }
}

internal sealed class Compares
{
    public static bool IsOne(object value) => value is Target;
}

internal sealed class NamesItsType
{
    public static string Text() => typeof(Target).Name;
}

internal sealed class PassesAsArgument
{
    public static int Count() => Enumerable.Empty<Target>().Count();
}

internal sealed class UsesInLambda
{
    public static Func<string> Text() => () => Target.Name;
}

internal sealed class UsesInIterator
{
    public static IEnumerable<string> Texts()
    {
        yield return Target.Name;
    }
}

internal sealed class UsesAsynchronously
{
    public static async Task<string> TextAsync()
    {
        await Task.Yield();
        return Target.Name;
    }
}

internal sealed class HasField
{
    private readonly List<Target[]> _all = [];

    public int Count => _all.Count;
}

internal sealed class Derives : Target;

internal sealed class TakesParameter
{
    public static bool IsNull(Target? target) => target is null;
}

internal sealed class Constrains<T>
    where T : Target;

[System.ComponentModel.TypeConverter(typeof(Target))]
internal sealed class NamesInAttribute;
