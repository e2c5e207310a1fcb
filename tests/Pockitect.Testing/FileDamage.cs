using System.Globalization;

namespace Pockitect.Testing;

/// <summary>How a file is damaged.</summary>
public enum Damage
{
    Cut,
    Flipped,
    Zeroed,
}

/// <summary>Damages a file in every way, at many offsets.</summary>
public static class FileDamage
{
    /// <summary>How many offsets of each file are damaged: some of them, or all with <c>bench/fuzz files</c>.</summary>
    public static int Offsets => int.Parse(Environment.GetEnvironmentVariable("POCKITECT_FUZZ_OFFSETS") ?? "40", CultureInfo.InvariantCulture);

    /// <summary>Damages a file at one offset after the other, each time from its whole content, and restores it at the end.</summary>
    /// <param name="path">The file.</param>
    /// <param name="check">Checks what the damaged file leads to. Gets the kind of damage and its offset.</param>
    /// <param name="ct">Stops between two offsets.</param>
    public static async Task ForEachOffsetAsync(string path, Func<Damage, int, Task> check, CancellationToken ct)
    {
        var whole = await File.ReadAllBytesAsync(path, ct);
        var random = new Random(20261130);
        foreach (var damage in Enum.GetValues<Damage>())
        {
            for (var count = Math.Min(Offsets, whole.Length); count > 0; count--)
            {
                var at = Offsets >= whole.Length ? count - 1 : random.Next(whole.Length);
                await File.WriteAllBytesAsync(path, Damaged(whole, damage, at, random), ct);
                try
                {
                    await check(damage, at);
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException($"{Path.GetFileName(path)} {damage} at {at} of {whole.Length}: {e.Message}", e);
                }
            }
        }

        await File.WriteAllBytesAsync(path, whole, ct);
    }

    private static byte[] Damaged(byte[] whole, Damage damage, int at, Random random)
    {
        if (damage is Damage.Cut) return whole[..at];
        var damaged = (byte[])whole.Clone();
        if (damage is Damage.Flipped) damaged[at] ^= (byte)(1 << random.Next(8));
        else Array.Clear(damaged, at, Math.Min(random.Next(1, 64), whole.Length - at));
        return damaged;
    }
}
