using System.Text.RegularExpressions;

namespace Pockitect.Aws.Accounts;

/// <summary>Why a keyring does not work, and what mends it, for people.</summary>
internal static partial class KeyringProblem
{
    /// <summary>Unlocks the keyring, and makes it where there is none; the password is typed unseen and is in no command line.</summary>
    public const string Unlock = """read -rsp "Password of the keyring: " p && printf %s "$p" | gnome-keyring-daemon --replace --unlock; unset p""";

    public static (string Problem, string Fix) Explain(Exception e)
    {
        List<Exception> chain = [];
        for (var at = e; at is not null; at = at.InnerException) chain.Add(at);
        if (OperatingSystem.IsMacOS()) return ($"The Keychain does not answer: {chain[^1].Message}", "Unlock it: security unlock-keychain");
        if (OperatingSystem.IsWindows()) return ($"Windows cannot protect data for this user: {chain[^1].Message}", "Log in to Windows as yourself, with your profile loaded.");
        if (chain.Any(cause => cause is DllNotFoundException or EntryPointNotFoundException))
            return ("The library libsecret, which speaks to the keyring, is not installed.", "Install it: sudo apt-get install libsecret-1-0 (Fedora: sudo dnf install libsecret)");
        return OnLinux(Said().Match(chain[^1].Message) is { Success: true } said ? said.Groups["words"].Value : chain[^1].Message);
    }

    // Told apart by the words of libsecret and GLib: the library hands on no code for most of them.
    private static (string Problem, string Fix) OnLinux(string said) => said switch
    {
        _ when said.Contains("org.freedesktop.secrets", StringComparison.Ordinal)
            => ("No keyring runs here: nothing on D-Bus gives the Secret Service.", "Install one and log in again: sudo apt-get install gnome-keyring"),
        _ when said.Contains("D-Bus", StringComparison.Ordinal) || said.StartsWith("Could not connect", StringComparison.Ordinal)
            => ($"There is no D-Bus session, through which the keyring is reached ({said}).",
                $"Use a desktop's terminal, or begin a session: dbus-run-session -- bash; then: {Unlock}"),
        _ when said.Contains("locked", StringComparison.OrdinalIgnoreCase) || said.Contains("dismissed", StringComparison.OrdinalIgnoreCase)
            => ("The keyring is locked.", $"Unlock it in your desktop's password application, or: {Unlock}"),
        _ when said.Contains("collection", StringComparison.OrdinalIgnoreCase) || said.Contains("Object does not exist", StringComparison.Ordinal)
            => ("There is no keyring to keep secrets in yet.", $"Make one in your desktop's password application, or: {Unlock}"),
        _ => ($"The keyring does not work: {said}", "See that gnome-keyring or KWallet runs and is unlocked."),
    };

    // "An error was encountered while saving secret to keyring in the Storage domain:'91' code:'2' message:'…' .Error code: 2"
    [GeneratedRegex("message:'(?<words>.*)'", RegexOptions.Singleline)]
    private static partial Regex Said();
}
