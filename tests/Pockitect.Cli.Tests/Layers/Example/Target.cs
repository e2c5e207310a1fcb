namespace Pockitect.Cli.Tests.Layers.Example.Upper;

/// <summary>What the made-up types of the lower folder use.</summary>
internal class Target : Exception
{
    public static string Name => "target";

    public static T Of<T>(T value) => value;
}
