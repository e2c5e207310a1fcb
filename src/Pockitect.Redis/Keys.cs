using StackExchange.Redis;

namespace Pockitect.Redis;

/// <summary>
/// The names of all keys. Each contains the account, so that no worker receives a command for another one; in braces, so that a cluster
/// keeps an account's keys together.
/// </summary>
internal sealed class Keys(string prefix, string account)
{
    /// <summary>The consumer group of all workers.</summary>
    public const string Group = "workers";

    public RedisKey Commands { get; } = $"{prefix}commands:{{{account}}}";

    /// <summary>The newest thousand command entries that no worker could read, with the reason.</summary>
    public RedisKey Refused { get; } = $"{prefix}refused:{{{account}}}";

    public RedisKey Status { get; } = $"{prefix}status:{{{account}}}";

    /// <summary>The workers, by when they last reported.</summary>
    public RedisKey Workers { get; } = $"{prefix}workers:{{{account}}}";

    /// <summary>The channel that wakes readers of commands and statuses.</summary>
    public RedisChannel Wake { get; } = RedisChannel.Literal($"{prefix}wake:{{{account}}}");

    public RedisKey Worker(string id) => Of("worker", id);

    /// <summary>Marks that a command with this ID was sent.</summary>
    public RedisKey Sent(string id) => Of("sent", id);

    /// <summary>The result of the command with this ID.</summary>
    public RedisKey Done(string id) => Of("done", id);

    /// <summary>Marks that the command with this ID should be canceled.</summary>
    public RedisKey Cancelled(string request) => Of("cancel", request);

    /// <summary>The results of a command's parts, by name.</summary>
    public RedisKey Parts(string request) => Of("parts", request);

    public RedisKey Lease(string project) => Of("lease", project);

    /// <summary>The token of the last lease, which outlives it.</summary>
    public RedisKey Fence(string project) => Of("fence", project);

    /// <summary>The number of the last token.</summary>
    public RedisKey Tokens(string project) => Of("tokens", project);

    public RedisKey Journal(string project, string operation) => Of("journal", $"{project}:{operation}");

    /// <summary>A project's operations with a journal, by the time of the last write.</summary>
    public RedisKey Journals(string project) => Of("journals", project);

    /// <summary>The deployed blueprints, by operation.</summary>
    public RedisKey Deployed(string project) => Of("deployed", project);

    private RedisKey Of(string kind, string name) => $"{prefix}{kind}:{{{account}}}:{name}";
}
