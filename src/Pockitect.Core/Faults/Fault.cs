namespace Pockitect.Core.Faults;

/// <summary>What a failed call means for the engine: what it may do next, not which code AWS used.</summary>
public enum FaultKind
{
    /// <summary>Asked too fast; nothing was done, and the same call may be made later.</summary>
    Throttled,

    /// <summary>The thing named does not exist.</summary>
    NotFound,

    /// <summary>A thing of this name or with these properties exists already: look, and adopt it if it is ours.</summary>
    AlreadyExists,

    /// <summary>Something made moments ago is not visible everywhere yet; the call will work after a while.</summary>
    NotYetConsistent,

    /// <summary>Something else still uses the thing, or its state does not allow this yet.</summary>
    Dependency,

    /// <summary>It holds content that nobody asked to delete. Waiting does not help.</summary>
    NotEmpty,

    /// <summary>The identity has no permission for the call.</summary>
    Denied,

    /// <summary>A policy of the organisation forbids the call, whatever the identity may do.</summary>
    DeniedByOrganisation,

    /// <summary>The account has not enabled the Region or the service; it looks like bad credentials.</summary>
    NotOptedIn,

    /// <summary>There are no usable credentials: a person has to sign in. With a budget they were good until they ended, and an operation waits for that person.</summary>
    SignIn,

    /// <summary>A quota of the account is used up.</summary>
    Quota,

    /// <summary>AWS refuses the request as it is; repeating it is pointless.</summary>
    Invalid,

    /// <summary>The call reached nobody, or it was only a read; nothing has changed.</summary>
    Unreachable,

    /// <summary>The call may or may not have been carried out: look before doing anything else.</summary>
    Ambiguous,

    /// <summary>The caller gave up, and nothing had been sent that could have changed anything.</summary>
    Cancelled,

    /// <summary>A file of this computer, or its name, can't be used; the message says what to do.</summary>
    LocalFile,

    /// <summary>A mistake in this program.</summary>
    Bug,
}

/// <summary>One failed call, understood.</summary>
/// <param name="Kind">What it means.</param>
/// <param name="Code">AWS's own error code, or a short name of ours when there was no answer.</param>
/// <param name="Message">One line for a person; AWS's words where there are any.</param>
public sealed record Fault(FaultKind Kind, string Code, string Message)
{
    /// <summary>The code of a wait that took longer than AWS usually needs.</summary>
    public const string StillWaiting = "StillWaiting";

    /// <summary>AWS's id of the request, for a support case; null when there was no answer.</summary>
    public string? RequestId { get; init; }

    /// <summary>Pockitect refused, not AWS, so the message says what to do. What AWS refuses or gives up on is in AWS's words.</summary>
    public bool IsOwn => RequestId is null && Code != "Failed";

    /// <summary>What is being waited for, in human words ("IAM to propagate"); only with <see cref="FaultKind.NotYetConsistent"/> and <see cref="FaultKind.SignIn"/>.</summary>
    public string? Waiting { get; init; }

    /// <summary>How long waiting makes sense, counted from the first such answer; null when waiting makes none.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>AWS has used the client token before: for a request with other parameters, or for an instance that is terminated.</summary>
    public bool IsTokenUsed { get; init; }

    /// <summary>The refusal of a change that AWS has made before: what is to be added is there, what is to be removed is gone.</summary>
    public bool MeansRepeated
    {
        get => field || Kind is FaultKind.AlreadyExists or FaultKind.NotFound;
        init;
    }

    /// <summary>Nothing failed: AWS needs longer than Pockitect waits.</summary>
    public bool IsStillWaiting => Code == StillWaiting;
}
