using Pockitect.Core.Files;
using Pockitect.Core.Journals;
using StackExchange.Redis;

namespace Pockitect.Redis;

/// <summary>
/// The right to change a project, renewed while it is held. While Redis is unreachable, nothing new starts once the lease may have expired.
/// When Redis is back, work continues if no one took the project meanwhile.
/// </summary>
internal sealed class RedisLease : ProjectLease
{
    private const int MostDeployed = 50;

    private readonly RedisConnection _redis;
    private readonly Keys _keys;
    private readonly Timing _timing;
    private readonly string _project;
    private readonly string _lease;
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _asking = new(1, 1);
    private readonly Task _renewing;
    private long _sureUntil;
    private int _lines;
    private volatile bool _isLost;
    private volatile Exception? _refusal;

    /// <param name="lease">The value in Redis: the token and the holder.</param>
    /// <param name="asked">When Redis was asked for it: the earliest possible start of the lease.</param>
    public RedisLease(RedisConnection redis, Keys keys, Timing timing, string project, string lease, long asked)
    {
        _redis = redis;
        _keys = keys;
        _timing = timing;
        _project = project;
        _lease = lease;
        _sureUntil = SureUntil(asked);
        _renewing = RenewAsync(_end.Token);
    }

    private string Token => _lease[.._lease.IndexOf('-', StringComparison.Ordinal)];

    private bool IsSure => _redis.Time.GetTimestamp() < Interlocked.Read(ref _sureUntil);

    private RedisValue[] Arguments => [_lease, (long)_timing.Lease.TotalMilliseconds, RedisBus.Seconds(_timing.Journals)];

    public override void Demand()
    {
        if (_isLost) throw new TakenOverException();
        if (!IsSure) throw _redis.Away($"Changes to {_project} are paused, because another worker may have taken over.");
    }

    public override async Task EnsureAsync(CancellationToken ct)
    {
        var began = _redis.Time.GetTimestamp();
        while (true)
        {
            if (_isLost) throw new TakenOverException();
            if (IsSure) return;
            if (await TryAskAsync(Scripts.RenewOnly, [_keys.Lease(_project), _keys.Fence(_project)], [])) continue;
            await PauseAsync(began, ct);
        }
    }

    public override async Task AppendAsync(Operation operation, string line)
    {
        var began = _redis.Time.GetTimestamp();
        // The token comes first: a later holder's lines sort after those of an earlier one.
        RedisValue id = $"{Token}-{Interlocked.Increment(ref _lines)}";
        RedisKey[] keys = [_keys.Lease(_project), _keys.Fence(_project), _keys.Journal(_project, operation.Id), _keys.Journals(_project)];
        while (true)
        {
            if (_isLost) throw new TakenOverException();
            RedisValue[] arguments = [
                id,
                line,
                operation.Id,
                _redis.Time.GetUtcNow().ToUnixTimeMilliseconds(),
                RedisBus.Seconds(_timing.Journals),
            ];
            if (await TryAskAsync(Scripts.Append, keys, arguments)) return;
            await PauseAsync(began, CancellationToken.None);
        }
    }

    public override async Task ShareDeployedAsync(DataFolder folder)
    {
        var known = folder.DeployedOf(_project);
        if (!Directory.Exists(known)) return;
        var began = _redis.Time.GetTimestamp();
        foreach (var path in Directory.EnumerateFiles(known, "*.yaml").OrderDescending(StringComparer.Ordinal).Take(MostDeployed))
        {
            if (await DataFile.ReadTextAsync(path, CancellationToken.None) is not { } text) continue;
            while (!await TrySetDeployedAsync(
                Path.GetFileNameWithoutExtension(path), text)) await PauseAsync(began, CancellationToken.None);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        try
        {
            await _renewing;
        }
        finally
        {
            // The project is released however renewal ended, and before the result is reported: otherwise the next command would find it
            // locked.
            var began = _redis.Time.GetTimestamp();
            while (!await TryReleaseAsync()
                && _redis.Time.GetElapsedTime(began) < _timing.Lease) await Task.Delay(TimeSpan.FromMilliseconds(200), _redis.Time);
            _end.Dispose();
            _asking.Dispose();
        }
    }

    /// <returns>False if Redis is unreachable; then the lease expires.</returns>
    private async Task<bool> TryReleaseAsync()
    {
        try
        {
            await _redis.Database.ScriptEvaluateAsync(Scripts.Release, [_keys.Lease(_project)], [_lease]);
            return true;
        }
        catch (Exception e) when (RedisConnection.IsAway(e))
        {
            return false;
        }
    }

    private async Task RenewAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested && !_isLost)
        {
            await Task.Delay(_timing.Lease / 3, _redis.Time, ct).ContinueWith(_ => { }, TaskScheduler.Default);
            if (!ct.IsCancellationRequested) await TryAskAsync(Scripts.RenewOnly, [_keys.Lease(_project), _keys.Fence(_project)], []);
        }
    }

    /// <returns>False if Redis didn't respond.</returns>
    private async Task<bool> TryAskAsync(string script, RedisKey[] keys, RedisValue[] more)
    {
        await _asking.WaitAsync();
        try
        {
            var asked = _redis.Time.GetTimestamp();
            if ((int)await _redis.Database.ScriptEvaluateAsync(script, keys, [.. Arguments, .. more]) == 0)
            {
                _isLost = true;
                throw new TakenOverException();
            }

            Interlocked.Exchange(ref _sureUntil, Math.Max(SureUntil(asked), Interlocked.Read(ref _sureUntil)));
            return true;
        }
        catch (TakenOverException) when (more.Length == 0)
        {
            // The next change finds out.
            return true;
        }
        catch (Exception e) when (RedisConnection.IsAway(e))
        {
            _refusal = e;
            return false;
        }
        finally
        {
            _asking.Release();
        }
    }

    private async Task<bool> TrySetDeployedAsync(string operation, string text)
    {
        try
        {
            await _redis.Database.HashSetAsync(_keys.Deployed(_project), operation, text, When.NotExists);
            return true;
        }
        catch (Exception e) when (RedisConnection.IsAway(e))
        {
            return false;
        }
    }

    private async Task PauseAsync(long began, CancellationToken ct)
    {
        if (_redis.Time.GetElapsedTime(began) > _timing.Patience)
            throw _redis.Away($"Gave up waiting; {_project} was not changed further.", _refusal);
        await Task.Delay(TimeSpan.FromMilliseconds(250), _redis.Time, ct);
    }

    private long SureUntil(long asked) => asked + (long)((_timing.Lease - _timing.Margin).TotalSeconds * _redis.Time.TimestampFrequency);
}
