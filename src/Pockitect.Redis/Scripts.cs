namespace Pockitect.Redis;

/// <summary>Atomic operations: short Lua scripts that Redis runs.</summary>
internal static class Scripts
{
    /// <summary>
    /// Whether a command still belongs to this worker: it is pending under its name, or Redis has lost its data and knows no other owner.
    /// KEYS 1 commands 2 status 3 done; ARGV 1 group 2 entry 3 worker.
    /// </summary>
    private const string Owned = """
        local pending = redis.pcall('XPENDING', KEYS[1], ARGV[1], ARGV[2], ARGV[2], 1)
        if not pending.err and #pending > 0 then
          if pending[1][2] ~= ARGV[3] then return 0 end
        elseif redis.call('EXISTS', KEYS[3]) == 1 or #redis.call('XRANGE', KEYS[1], ARGV[2], ARGV[2]) > 0 then
          return 0
        end

        """;

    private const string Say = """
        redis.call('XADD', KEYS[2], 'MINID', '~', ARGV[7], '*', 'v', ARGV[4], 'id', ARGV[5], 'm', ARGV[6])
        redis.call('PUBLISH', ARGV[8], 's')

        """;

    /// <summary>
    /// Adds a command that was not sent before. For a finished command, its result is sent again. KEYS 1 commands 2 status 3 done 4 sent;
    /// ARGV 1 version 2 id 3 message 4 seconds 5 oldest status 6 channel.
    /// </summary>
    public const string Send = """
        if redis.call('SET', KEYS[4], '1', 'NX', 'EX', ARGV[4]) then
          redis.call('XADD', KEYS[1], '*', 'v', ARGV[1], 'id', ARGV[2], 'm', ARGV[3])
          redis.call('PUBLISH', ARGV[6], 'c')
          return 1
        end
        local done = redis.call('GET', KEYS[3])
        if done then
          redis.call('XADD', KEYS[2], 'MINID', '~', ARGV[5], '*', 'v', ARGV[1], 'id', ARGV[2], 'm', done)
          redis.call('PUBLISH', ARGV[6], 's')
        end
        return 0
        """;

    /// <summary>Sends a status of a command that belongs to this worker. ARGV 4 version 5 id 6 message 7 oldest status 8 channel.</summary>
    public const string Tell = Owned + Say + "return 1";

    /// <summary>Sends a command's result, stores it, and acknowledges the command. ARGV as above, 9 seconds.</summary>
    public const string End = "if redis.call('GET', KEYS[3]) == ARGV[6] then return 1 end\n" + Owned + Say + """
        redis.call('SET', KEYS[3], ARGV[6], 'EX', ARGV[9])
        redis.pcall('XACK', KEYS[1], ARGV[1], ARGV[2])
        redis.call('XDEL', KEYS[1], ARGV[2])
        return 1
        """;

    /// <summary>
    /// Replaces a command with its parts, once. KEYS 3 marks that this was done; ARGV 4 version 5 channel 6 seconds, then id and message of
    /// each.
    /// </summary>
    public const string Split = Owned + """
        redis.call('SET', KEYS[3], '1', 'EX', ARGV[6])
        for part = 7, #ARGV, 2 do
          redis.call('XADD', KEYS[1], '*', 'v', ARGV[4], 'id', ARGV[part], 'm', ARGV[part + 1])
        end
        redis.pcall('XACK', KEYS[1], ARGV[1], ARGV[2])
        redis.call('XDEL', KEYS[1], ARGV[2])
        redis.call('PUBLISH', ARGV[5], 'c')
        return 1
        """;

    /// <summary>
    /// Stores the result of a part, and returns all results once there are enough. KEYS 1 parts; ARGV 1 part 2 end 3 count 4 seconds.
    /// </summary>
    public const string NotePart = """
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
        redis.call('EXPIRE', KEYS[1], ARGV[4])
        if redis.call('HLEN', KEYS[1]) < tonumber(ARGV[3]) then return {} end
        return redis.call('HVALS', KEYS[1])
        """;

    /// <summary>
    /// Sends the result of a whole command, once. KEYS 1 status 2 done; ARGV 1 version 2 id 3 earlier status 4 result 5 oldest status 6
    /// channel 7 seconds.
    /// </summary>
    public const string EndWhole = """
        if not redis.call('SET', KEYS[2], ARGV[4], 'NX', 'EX', ARGV[7]) then return 0 end
        redis.call('XADD', KEYS[1], 'MINID', '~', ARGV[5], '*', 'v', ARGV[1], 'id', ARGV[2], 'm', ARGV[3])
        redis.call('XADD', KEYS[1], '*', 'v', ARGV[1], 'id', ARGV[2], 'm', ARGV[4])
        redis.call('PUBLISH', ARGV[6], 's')
        return 1
        """;

    /// <summary>Acknowledges a command without a status. KEYS 1 commands; ARGV 1 group 2 entry.</summary>
    public const string Forget = """
        redis.pcall('XACK', KEYS[1], ARGV[1], ARGV[2])
        return redis.call('XDEL', KEYS[1], ARGV[2])
        """;

    /// <summary>
    /// Moves an unreadable entry to the refused entries, and acknowledges it. KEYS 1 commands 2 refused; ARGV 1 group 2 entry 3 message 4
    /// reason.
    /// </summary>
    public const string Refuse = """
        redis.pcall('XADD', KEYS[2], 'MAXLEN', '~', '1000', '*', 'entry', ARGV[2], 'm', ARGV[3], 'why', ARGV[4])
        redis.pcall('XACK', KEYS[1], ARGV[1], ARGV[2])
        return redis.call('XDEL', KEYS[1], ARGV[2])
        """;

    /// <summary>Renews the claims on commands that belong to this worker. KEYS 1 commands; ARGV 1 group 2 worker, then entries.</summary>
    public const string Touch = """
        for entry = 3, #ARGV do
          local pending = redis.pcall('XPENDING', KEYS[1], ARGV[1], ARGV[entry], ARGV[entry], 1)
          if not pending.err and #pending > 0 and pending[1][2] == ARGV[2] then
            redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], '0', ARGV[entry], 'JUSTID')
          end
        end
        return 1
        """;

    /// <summary>
    /// Takes a free lease. KEYS 1 lease 2 fence 3 tokens; ARGV 1 holder 2 milliseconds 3 salt 4 seconds. Returns the lease, or its holder.
    /// </summary>
    public const string Take = """
        local held = redis.call('GET', KEYS[1])
        if held then return {0, held} end
        local number = redis.call('INCR', KEYS[3])
        redis.call('EXPIRE', KEYS[3], ARGV[4])
        local lease = number .. '-' .. ARGV[3] .. '|' .. ARGV[1]
        redis.call('SET', KEYS[1], lease, 'PX', ARGV[2])
        redis.call('SET', KEYS[2], lease, 'EX', ARGV[4])
        return {1, lease}
        """;

    /// <summary>
    /// Extends our lease, even an expired one that no one took since. KEYS 1 lease 2 fence; ARGV 1 lease 2 milliseconds 3 seconds.
    /// </summary>
    public const string Renew = """
        local held = redis.call('GET', KEYS[1])
        if held and held ~= ARGV[1] then return 0 end
        if not held then
          local last = redis.call('GET', KEYS[2])
          if last and last ~= ARGV[1] then return 0 end
        end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        redis.call('SET', KEYS[2], ARGV[1], 'EX', ARGV[3])

        """;

    public const string RenewOnly = Renew + "return 1";

    /// <summary>
    /// Adds a line to a journal under its token and number, and extends the lease. KEYS 3 journal 4 journals; ARGV 4 id 5 line 6 operation
    /// 7 now 8 seconds.
    /// </summary>
    public const string Append = Renew + """
        if #redis.call('XRANGE', KEYS[3], ARGV[4], ARGV[4]) > 0 then return 1 end
        redis.call('XADD', KEYS[3], ARGV[4], 'l', ARGV[5])
        redis.call('EXPIRE', KEYS[3], ARGV[8])
        redis.call('ZADD', KEYS[4], ARGV[7], ARGV[6])
        redis.call('EXPIRE', KEYS[4], ARGV[8])
        return 1
        """;

    /// <summary>Releases our lease. KEYS 1 lease; ARGV 1 lease.</summary>
    public const string Release = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";
}
