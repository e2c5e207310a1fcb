using Pockitect.Aws.Credentials;

namespace Pockitect.Web.Work;

/// <summary>A request for an MFA code.</summary>
/// <param name="Serial">The MFA device's serial number or ARN.</param>
public sealed record MfaQuestion(string Serial)
{
    internal TaskCompletionSource<string> Given { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Submits the code. Later answers are ignored.</summary>
    public void Answer(string code) => Given.TrySetResult(code);
}

/// <summary>Asks for MFA codes in every open window. The first answer counts.</summary>
public sealed class MfaSession(TimeProvider time)
{
    /// <summary>How long a request stays open.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Lock _asking = new();
    private readonly HashSet<string> _notNow = new(StringComparer.Ordinal);

    /// <summary>Raised on any thread when a request opens or closes.</summary>
    public event Action? Changed;

    /// <summary>The open request; null if missing.</summary>
    public MfaQuestion? Question { get; private set; }

    /// <summary>Whether the user dismissed a request. It isn't repeated until they ask for it.</summary>
    public bool IsPutOff
    {
        get
        {
            lock (_asking) return _notNow.Count > 0;
        }
    }

    /// <summary>Returns what is wrong with a code, or null.</summary>
    public static string? Problem(string code) => code.Length == 6 && code.All(char.IsAsciiDigit) ? null : "An MFA code has six digits.";

    /// <exception cref="SignInException">No code was entered.</exception>
    public async Task<string> AskAsync(string serial, CancellationToken ct)
    {
        MfaQuestion question;
        lock (_asking)
        {
            // A running operation asks again every few seconds.
            if (_notNow.Contains(serial)) throw new SignInException($"The MFA device {serial} requires a code. Sign in again to enter it.");
            question = Question = new MfaQuestion(serial);
        }

        Changed?.Invoke();
        try
        {
            return await question.Given.Task.WaitAsync(Patience, time, ct);
        }
        catch (TimeoutException e)
        {
            PutOff(question);
            throw new SignInException($"No code for the MFA device {serial} was entered within {Patience.TotalMinutes:0} minutes.", e);
        }
        finally
        {
            lock (_asking)
            {
                if (ReferenceEquals(Question, question)) Question = null;
            }

            Changed?.Invoke();
        }
    }

    /// <summary>Dismisses the request. It isn't repeated automatically.</summary>
    public void PutOff(MfaQuestion question)
    {
        lock (_asking) _notNow.Add(question.Serial);
        question.Given.TrySetException(new SignInException($"No code for the MFA device {question.Serial} was entered."));
        Changed?.Invoke();
    }

    /// <summary>Reopens dismissed requests.</summary>
    public void AskAgain()
    {
        lock (_asking) _notNow.Clear();
        Changed?.Invoke();
    }
}
