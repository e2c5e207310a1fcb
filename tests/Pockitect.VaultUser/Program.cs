using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Credentials;

// A process that uses the vault of a data folder: one line in, one answer out. A process of its own each time, as the
// library behind the keyring keeps to the D-Bus session that it first saw.
var vault = OsKeyring.Open(args[0]);
Console.WriteLine($"where: {vault.State.Where}");
Console.WriteLine($"problem: {vault.State.Problem}");
Console.WriteLine($"fix: {vault.State.Fix}");
Console.WriteLine("ready");
while (Console.ReadLine() is { } line)
{
    try
    {
        switch (line.Split(' '))
        {
            case ["write", var name, var secret]:
                vault.Write(name, new StoredKeys("AKIAVAULTUSER0000001", secret, null, "123456789012", null));
                Console.WriteLine("written");
                break;
            case ["remove", var name]:
                Console.WriteLine(vault.Remove(name) ? "removed" : "none");
                break;
            case ["names"]:
                Console.WriteLine($"names: {string.Join(' ', vault.Read().Keys.Order(StringComparer.Ordinal))}");
                break;
            // The secret itself stays here.
            case ["same", var name, var secret]:
                Console.WriteLine(vault.Read().GetValueOrDefault(name) is StoredKeys keys && keys.SecretAccessKey == secret ? "same" : "other");
                break;
            default:
                Console.WriteLine("what?");
                break;
        }
    }
    catch (SignInException e)
    {
        Console.WriteLine($"refused: {e.Message}");
    }
}
