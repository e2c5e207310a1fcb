using StackExchange.Redis;

namespace Pockitect.Redis;

/// <summary>
/// The names of all keys. Each carries the account, so that a worker is never given a command that is about another one; in braces,
/// so that a cluster keeps all of an account's keys together.
/// </summary>
internal sealed class Keys(string prefix, string account)
{
    /// <summary>The consumer group of all workers.</summary>
    public const string Group = "workers";

    public RedisKey Commands { get; } = $"{prefix}commands:{{{account}}}";

    /// <summary>Entries of the commands that no worker could read, with the reason: for people, the newest thousand.</summary>
    public RedisKey Refused { get; } = $"{prefix}refused:{{{account}}}";

    public RedisKey Status { get; } = $"{prefix}status:{{{account}}}";

    /// <summary>The workers by when they were last alive.</summary>
    public RedisKey Workers { get; } = $"{prefix}workers:{{{account}}}";

    /// <summary>The channel that wakes who waits for commands or statuses.</summary>
    public RedisChannel Wake { get; } = RedisChannel.Literal($"{prefix}wake:{{{account}}}");

    public RedisKey Worker(string id) => Of("worker", id);

    /// <summary>A command of this id was sent.</summary>
    public RedisKey Sent(string id) => Of("sent", id);

    /// <summary>How a command of this id ended.</summary>
    public RedisKey Done(string id) => Of("done", id);

    /// <summary>Somebody asked to stop the command of this id.</summary>
    public RedisKey Cancelled(string request) => Of("cancel", request);

    /// <summary>How the parts of a command ended, each by its name.</summary>
    public RedisKey Parts(string request) => Of("parts", request);

    public RedisKey Lease(string project) => Of("lease", project);

    /// <summary>The token of the last lease, which outlives it.</summary>
    public RedisKey Fence(string project) => Of("fence", project);

    /// <summary>The number of the last token.</summary>
    public RedisKey Tokens(string project) => Of("tokens", project);

    public RedisKey Journal(string project, string operation) => Of("journal", $"{project}:{operation}");

    /// <summary>The operations of a project that have a journal, by when they were last written to.</summary>
    public RedisKey Journals(string project) => Of("journals", project);

    /// <summary>The blueprints that were deployed, each by its operation.</summary>
    public RedisKey Deployed(string project) => Of("deployed", project);

    private RedisKey Of(string kind, string name) => $"{prefix}{kind}:{{{account}}}:{name}";
}
