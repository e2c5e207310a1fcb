namespace Pockitect.Core.Bus;

/// <summary>
/// The bus of a client that leaves its work to others: what only looks is done here, all else is sent to the workers, and whoever listens
/// hears both.
/// </summary>
/// <param name="here">The bus of this process.</param>
/// <param name="workers">The bus that all share.</param>
/// <param name="heard">Takes in what workers say, before anybody else hears of it.</param>
public sealed class JoinedBus(InProcessBus here, IBus workers, Func<Envelope, Task> heard) : IBus
{
    /// <summary>Commands that this process does itself: they change nothing, and what they find belongs on this computer.</summary>
    public static bool IsDoneHere(Message message) => message is ProjectUpdated;

    public Task SendAsync(Envelope command, CancellationToken ct) => IsDoneHere(command.Data) ? here.SendAsync(command, ct) : workers.SendAsync(command, ct);

    /// <summary>Those that are done here.</summary>
    public IAsyncEnumerable<Delivery> CommandsAsync(CancellationToken ct) => here.CommandsAsync(ct);

    public Task PublishAsync(Envelope status, CancellationToken ct) => here.PublishAsync(status, ct);

    public IStatusSubscription Subscribe(bool fromStart = false) => here.Subscribe(fromStart);

    /// <summary>Listens to the workers from now on, until it is asked to end.</summary>
    public Task FollowAsync(CancellationToken ct)
    {
        var subscription = workers.Subscribe();
        return ReadAsync(subscription, ct);
    }

    private async Task ReadAsync(IStatusSubscription subscription, CancellationToken ct)
    {
        using (subscription)
        {
            try
            {
                await foreach (var status in subscription.ReadAllAsync(ct))
                {
                    await heard(status);
                    await here.PublishAsync(status, ct);
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                // Nobody listens any more.
            }
        }
    }
}
