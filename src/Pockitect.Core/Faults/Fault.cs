namespace Pockitect.Core.Faults;

/// <summary>The meaning of a failed call for the engine: what it may do next, independent of AWS's error code.</summary>
public enum FaultKind
{
    /// <summary>Throttled; nothing was done, and the same call may be repeated later.</summary>
    Throttled,

    /// <summary>The resource does not exist.</summary>
    NotFound,

    /// <summary>A resource with this name or these properties already exists: check it, and adopt it if it is ours.</summary>
    AlreadyExists,

    /// <summary>A recent creation is not visible everywhere yet; the call will work later.</summary>
    NotYetConsistent,

    /// <summary>Something else still uses the resource, or its state does not allow the call yet.</summary>
    Dependency,

    /// <summary>It has content that was not approved for deletion. Waiting does not help.</summary>
    NotEmpty,

    /// <summary>The identity has no permission for the call.</summary>
    Denied,

    /// <summary>An organization policy forbids the call, whatever the identity may do.</summary>
    DeniedByOrganisation,

    /// <summary>The account has not enabled the Region or the service; looks like invalid credentials.</summary>
    NotOptedIn,

    /// <summary>
    /// There are no usable credentials: the user must sign in. With a budget, they were valid until they expired, and an operation waits
    /// for the user.
    /// </summary>
    SignIn,

    /// <summary>A quota of the account is exhausted.</summary>
    Quota,

    /// <summary>AWS rejects the request; repeating it is pointless.</summary>
    Invalid,

    /// <summary>The call reached no one, or it was only a read; nothing has changed.</summary>
    Unreachable,

    /// <summary>The call may or may not have been executed: check before doing anything else.</summary>
    Ambiguous,

    /// <summary>The caller canceled, and nothing was sent that could have changed anything.</summary>
    Cancelled,

    /// <summary>A local file, or its name, is unusable; the message says what to do.</summary>
    LocalFile,

    /// <summary>A bug in this program.</summary>
    Bug,
}

/// <summary>A failed call and its meaning.</summary>
/// <param name="Kind">The meaning.</param>
/// <param name="Code">AWS's error code, or a short name of ours without an answer.</param>
/// <param name="Message">One line for the user; AWS's message if there is one.</param>
public sealed record Fault(FaultKind Kind, string Code, string Message)
{
    /// <summary>The code of a wait that exceeded AWS's usual time.</summary>
    public const string StillWaiting = "StillWaiting";

    /// <summary>AWS's request ID, for a support case; null without an answer.</summary>
    public string? RequestId { get; init; }

    /// <summary>Whether Pockitect refused, not AWS, so that the message says what to do. AWS's own refusals have AWS's message.</summary>
    public bool IsOwn => RequestId is null && Code != "Failed";

    /// <summary>
    /// What is being waited for, as text ("IAM to propagate"); only with <see cref="FaultKind.NotYetConsistent"/> and <see
    /// cref="FaultKind.SignIn"/>.
    /// </summary>
    public string? Waiting { get; init; }

    /// <summary>How long waiting makes sense, counted from the first such answer; null if it doesn't.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>Whether AWS has seen the client token before: with other parameters, or for a terminated instance.</summary>
    public bool IsTokenUsed { get; init; }

    /// <summary>Whether AWS rejects a change that it has already made: the value to add exists, or the value to remove is gone.</summary>
    public bool MeansRepeated
    {
        get => field || Kind is FaultKind.AlreadyExists or FaultKind.NotFound;
        init;
    }

    /// <summary>Nothing failed: AWS needs longer than Pockitect waits.</summary>
    public bool IsStillWaiting => Code == StillWaiting;
}
