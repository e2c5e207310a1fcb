namespace Pockitect.Cli;

/// <summary>What is typed at a terminal without being shown there.</summary>
internal static class Unseen
{
    /// <summary>Reads keys up to Enter; null where Ctrl+D or Ctrl+Z ends the input before anything was typed.</summary>
    public static string? ReadLine()
    {
        var typed = new Stack<char>();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            switch (key)
            {
                case { Key: ConsoleKey.Enter }:
                    Console.Error.WriteLine();
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
