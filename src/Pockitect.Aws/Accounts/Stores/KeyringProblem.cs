using System.Text.RegularExpressions;

namespace Pockitect.Aws.Accounts.Stores;

/// <summary>Explains why a keyring is unavailable, and how to fix it.</summary>
internal static partial class KeyringProblem
{
    /// <summary>Unlocks the keyring, or creates one. The password is read without echo and is on no command line.</summary>
    public const string Unlock =
        """read -rsp "Keyring password: " p && printf %s "$p" | gnome-keyring-daemon --replace --unlock; unset p""";

    public static (string Problem, string Fix) Explain(Exception e)
    {
        List<Exception> chain = [];
        for (var at = e; at is not null; at = at.InnerException) chain.Add(at);
        if (OperatingSystem.IsMacOS())
            return ($"The Keychain is not responding: {chain[^1].Message}", "Unlock it: security unlock-keychain");
        if (OperatingSystem.IsWindows())
        {
            return (
                $"Windows can't protect data for this user: {chain[^1].Message}",
                "Log in to Windows as yourself, with your profile loaded.");
        }

        if (chain.Any(cause => cause is DllNotFoundException or EntryPointNotFoundException))
        {
            return (
                "The library libsecret, which accesses the keyring, is not installed.",
                "Install it: sudo apt-get install libsecret-1-0 (Fedora: sudo dnf install libsecret)");
        }

        return OnLinux(Said().Match(chain[^1].Message) is { Success: true } said ? said.Groups["words"].Value : chain[^1].Message);
    }

    // Distinguished by the messages of libsecret and GLib, because the library returns no code for most errors.
    private static (string Problem, string Fix) OnLinux(string said) => said switch
    {
        _ when said.Contains("org.freedesktop.secrets", StringComparison.Ordinal)
            => ("No keyring is running: D-Bus has no Secret Service.", "Install one and log in again: sudo apt-get install gnome-keyring"),
        _ when said.Contains("D-Bus", StringComparison.Ordinal) || said.StartsWith("Could not connect", StringComparison.Ordinal)
            => ($"No D-Bus session, which the keyring needs ({said}).",
                $"Use a terminal on the desktop, or start a session: dbus-run-session -- bash; then: {Unlock}"),
        _ when said.Contains("locked", StringComparison.OrdinalIgnoreCase) || said.Contains("dismissed", StringComparison.OrdinalIgnoreCase)
            => ("The keyring is locked.", $"Unlock it in your desktop's password application, or: {Unlock}"),
        _ when said.Contains("collection", StringComparison.OrdinalIgnoreCase)
            || said.Contains("Object does not exist", StringComparison.Ordinal)
            => ("No keyring exists yet.", $"Create one in your desktop's password application, or: {Unlock}"),
        _ => ($"The keyring is unavailable: {said}", "Check that gnome-keyring or KWallet is running and unlocked."),
    };

    // "An error was encountered while saving secret to keyring in the Storage domain:'91' code:'2' message:'…' .Error code: 2"
    [GeneratedRegex("message:'(?<words>.*)'", RegexOptions.Singleline)]
    private static partial Regex Said();
}
