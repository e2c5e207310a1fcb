using Pockitect.Core.Faults;

namespace Pockitect.Core.Execution;

/// <summary>Advice for a fault.</summary>
public static class Advice
{
    /// <summary>Returns the fault's message, with advice if the message has none.</summary>
    public static string WithMessage(Fault fault) => For(fault) is { Length: > 0 } advice ? $"{fault.Message} {advice}" : fault.Message;

    /// <summary>Returns one or two sentences; empty if the fault's message already says what to do.</summary>
    public static string For(Fault fault) => fault.Kind switch
    {
        FaultKind.Denied => "Your identity isn't allowed to do this. Get the permission named above, then run the same command again.",
        FaultKind.DeniedByOrganisation => "A policy of your organization forbids this. Choose what it allows, or ask its administrators.",
        FaultKind.NotOptedIn => "This Region is not enabled for the account. Enable it in the account's settings, or choose another.",
        // The code that looks for credentials names the missing ones.
        FaultKind.SignIn when fault.Code == "SignIn" => "",
        FaultKind.SignIn when fault.Code == "NoCredentials" => "Then run the same command again.",
        FaultKind.SignIn => "Sign in again, then run the same command again.",
        FaultKind.Quota => "A quota of the account is used up. Delete what you don't need, or request an increase in Service Quotas.",
        FaultKind.Throttled => "AWS is limiting requests. Run the same command again in a minute.",
        FaultKind.Unreachable or FaultKind.Ambiguous => "Run the same command again to continue.",
        FaultKind.NotYetConsistent => "AWS is still propagating changes. Run the same command again to continue.",
        FaultKind.Dependency => "Something else still uses it. Run `pockitect show` to see what, and delete that first.",
        FaultKind.NotEmpty => "Empty it first, or delete it together with its content: --empty-buckets.",
        FaultKind.Bug => "This is a bug in Pockitect. Please report it with the log file.",
        FaultKind.Cancelled => "",
        _ when fault.IsOwn => "",
        FaultKind.NotFound => "It may have been deleted outside Pockitect. Run `pockitect scan`, then run the same command again.",
        FaultKind.AlreadyExists => "Choose another name in the blueprint.",
        FaultKind.LocalFile => "Free disk space or correct the permissions of the folder, then run the same command again to continue.",
        _ => "Correct the blueprint, then run the same command again.",
    };
}
