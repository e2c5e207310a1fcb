namespace Pockitect.Cli.Host;

/// <summary>Reads hidden input from a terminal.</summary>
internal static class HiddenInput
{
    /// <summary>Reads keys up to Enter. Returns null if Ctrl+D or Ctrl+Z ends the input before any key.</summary>
    /// <param name="error">Receives the final line break.</param>
    public static string? ReadLine(TextWriter error)
    {
        var typed = new Stack<char>();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            switch (key)
            {
                case { Key: ConsoleKey.Enter }:
                    error.WriteLine();
                    return new string([.. typed.Reverse()]);
                case { Key: ConsoleKey.Backspace }:
                    typed.TryPop(out _);
                    break;
                case { Modifiers: ConsoleModifiers.Control, Key: ConsoleKey.D or ConsoleKey.Z } when typed.Count == 0:
                    return null;
                default:
                    if (!char.IsControl(key.KeyChar)) typed.Push(key.KeyChar);
                    break;
            }
        }
    }
}
