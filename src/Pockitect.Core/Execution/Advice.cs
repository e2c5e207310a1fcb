namespace Pockitect.Core.Execution;

/// <summary>What a person can do about a fault.</summary>
public static class Advice
{
    public static string For(Fault fault) => fault.Kind switch
    {
        FaultKind.Denied => "Your identity may not do this. Ask for the permission named above, then run the same command again.",
        FaultKind.DeniedByOrganisation => "A policy of your organisation forbids this. Choose what it allows, or ask its administrators.",
        FaultKind.NotOptedIn => "This Region is not enabled for the account. Enable it in the account's settings, or choose another.",
        FaultKind.SignIn => "Sign in again, then run the same command again.",
        FaultKind.Quota => "A quota of the account is used up. Delete what is not needed, or ask AWS for more under Service Quotas.",
        FaultKind.Throttled => "AWS is limiting requests. Run the same command again in a minute.",
        FaultKind.Unreachable or FaultKind.Ambiguous => "Run the same command again: it goes on where this one stopped.",
        FaultKind.NotYetConsistent => "AWS has not caught up with itself yet. Run the same command again: it goes on where this one stopped.",
        FaultKind.Dependency => "Something else still uses it. `pockitect show` names what; delete that first.",
        FaultKind.AlreadyExists => "Choose another name in the blueprint.",
        FaultKind.Bug => "This is a mistake in Pockitect. Please report it with the log file.",
        _ => "Correct the blueprint and run the same command again.",
    };
}
