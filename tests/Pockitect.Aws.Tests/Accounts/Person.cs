using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Credentials;
using Pockitect.Testing;

namespace Pockitect.Aws.Tests.Accounts;

/// <summary>A person with a home of their own, who signs in at an IAM Identity Center of the test's own.</summary>
internal sealed class Person : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("pockitect-person-");

    public Person(IdentityCenter center, TimeProvider? time = null)
    {
        Directory.CreateDirectory(Path.Combine(Home, ".aws"));
        File.WriteAllText(Path.Combine(Home, ".aws", "config"), IdentityCenter.Config);
        Context = new SignInContext
        {
            Variable = name => name is "AWS_ENDPOINT_URL_SSO_OIDC" or "AWS_ENDPOINT_URL_SSO" ? center.Endpoint.AbsoluteUri : null,
            Home = Home,
            Vault = new Lazy<CredentialVault>(new SessionMemory("a test", "none")),
            AskMfaCode = (_, _) => throw new SignInException("Nobody is asked here."),
            Time = time ?? TimeProvider.System,
        };
    }

    public string Home => _home.FullName;

    public SignInContext Context { get; }

    public CredentialVault Vault => Context.Vault.Value;

    public void Dispose() => _home.Delete(recursive: true);
}

/// <summary>A clock that leaps to the end of every wait, and keeps count of them.</summary>
internal sealed class LeapingTime : TimeProvider
{
    private long _leapt;

    public List<TimeSpan> Waits { get; } = [];

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddYears(60).AddTicks(Interlocked.Read(ref _leapt));

    public void Leap(TimeSpan time) => Interlocked.Add(ref _leapt, time.Ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            lock (Waits) Waits.Add(dueTime);
            Leap(dueTime);
            dueTime = TimeSpan.Zero;
        }

        return base.CreateTimer(callback, state, dueTime, period);
    }
}
