using Pockitect.Aws.Accounts;

namespace Pockitect.Web.Accounts;

/// <summary>A code that somebody is asked for.</summary>
/// <param name="Serial">The MFA device's serial number or ARN.</param>
public sealed record MfaQuestion(string Serial)
{
    internal TaskCompletionSource<string> Given { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gives the code; a second answer counts for nothing.</summary>
    public void Answer(string code) => Given.TrySetResult(code);
}

/// <summary>Asks the person for the codes of their MFA devices, in whichever window they look at. The first answer counts.</summary>
public sealed class MfaSession(TimeProvider time)
{
    /// <summary>How long a question stands.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Lock _asking = new();
    private readonly HashSet<string> _notNow = new(StringComparer.Ordinal);

    /// <summary>A question has come or gone. From any thread.</summary>
    public event Action? Changed;

    /// <summary>What is asked now; null where nothing is.</summary>
    public MfaQuestion? Question { get; private set; }

    /// <summary>Whether a person has put a question off, which is then not asked again until they say so.</summary>
    public bool IsPutOff
    {
        get
        {
            lock (_asking) return _notNow.Count > 0;
        }
    }

    /// <summary>What is wrong with a code, or null.</summary>
    public static string? Problem(string code) => code.Length == 6 && code.All(char.IsAsciiDigit) ? null : "A code has six digits.";

    /// <exception cref="SignInException">Nobody gave one.</exception>
    public async Task<string> AskAsync(string serial, CancellationToken ct)
    {
        MfaQuestion question;
        lock (_asking)
        {
            // What runs asks again every few seconds.
            if (_notNow.Contains(serial)) throw new SignInException($"A code of the MFA device {serial} is needed. Sign in again to enter it.");
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
            throw new SignInException($"Nobody gave a code of the MFA device {serial} within {Patience.TotalMinutes:0} minutes.", e);
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

    /// <summary>Not now: the same is not asked again by itself.</summary>
    public void PutOff(MfaQuestion question)
    {
        lock (_asking) _notNow.Add(question.Serial);
        question.Given.TrySetException(new SignInException($"The code of the MFA device {question.Serial} was not given."));
        Changed?.Invoke();
    }

    /// <summary>A person wants to be asked again.</summary>
    public void AskAgain()
    {
        lock (_asking) _notNow.Clear();
        Changed?.Invoke();
    }
}
