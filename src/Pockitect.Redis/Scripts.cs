namespace Pockitect.Redis;

/// <summary>What has to happen as one, or not at all: short scripts that Redis runs itself.</summary>
internal static class Scripts
{
    /// <summary>
    /// Whether a command is still this worker's: it is pending under its name, or Redis has lost its data and knows of no one else.
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
    /// Adds a command that was not sent before; of one that has ended the end is told again.
    /// KEYS 1 commands 2 status 3 done 4 sent; ARGV 1 version 2 id 3 message 4 seconds 5 oldest status 6 channel.
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

    /// <summary>Says a status of a command, as long as it is this worker's. ARGV 4 version 5 id 6 message 7 oldest status 8 channel.</summary>
    public const string Tell = Owned + Say + "return 1";

    /// <summary>Says how a command ended, remembers it, and gives the command back. ARGV as above, 9 seconds.</summary>
    public const string End = "if redis.call('GET', KEYS[3]) == ARGV[6] then return 1 end\n" + Owned + Say + """
        redis.call('SET', KEYS[3], ARGV[6], 'EX', ARGV[9])
        redis.pcall('XACK', KEYS[1], ARGV[1], ARGV[2])
        redis.call('XDEL', KEYS[1], ARGV[2])
        return 1
        """;

    /// <summary>Puts a command's parts in its place, once. KEYS 3 is the sign of it; ARGV 4 version 5 channel 6 seconds, then id and message of each.</summary>
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

    /// <summary>Notes how a part ended, and gives the ends of all parts as soon as there are so many. KEYS 1 parts; ARGV 1 part 2 end 3 count 4 seconds.</summary>
    public const string NotePart = """
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
        redis.call('EXPIRE', KEYS[1], ARGV[4])
        if redis.call('HLEN', KEYS[1]) < tonumber(ARGV[3]) then return {} end
        return redis.call('HVALS', KEYS[1])
        """;

    /// <summary>Says how a whole command ended, once. KEYS 1 status 2 done; ARGV 1 version 2 id 3 what comes before 4 the end 5 oldest status 6 channel 7 seconds.</summary>
    public const string EndWhole = """
        if not redis.call('SET', KEYS[2], ARGV[4], 'NX', 'EX', ARGV[7]) then return 0 end
        redis.call('XADD', KEYS[1], 'MINID', '~', ARGV[5], '*', 'v', ARGV[1], 'id', ARGV[2], 'm', ARGV[3])
        redis.call('XADD', KEYS[1], '*', 'v', ARGV[1], 'id', ARGV[2], 'm', ARGV[4])
        redis.call('PUBLISH', ARGV[6], 's')
        return 1
        """;

    /// <summary>Gives a command back without a word. KEYS 1 commands; ARGV 1 group 2 entry.</summary>
    public const string Forget = """
        redis.pcall('XACK', KEYS[1], ARGV[1], ARGV[2])
        return redis.call('XDEL', KEYS[1], ARGV[2])
        """;

    /// <summary>Puts an entry that can't be read among the refused ones, and gives it back. KEYS 1 commands 2 refused; ARGV 1 group 2 entry 3 message 4 reason.</summary>
    public const string Refuse = """
        redis.pcall('XADD', KEYS[2], 'MAXLEN', '~', '1000', '*', 'entry', ARGV[2], 'm', ARGV[3], 'why', ARGV[4])
        redis.pcall('XACK', KEYS[1], ARGV[1], ARGV[2])
        return redis.call('XDEL', KEYS[1], ARGV[2])
        """;

    /// <summary>Keeps commands that are still this worker's from looking left behind. KEYS 1 commands; ARGV 1 group 2 worker, then entries.</summary>
    public const string Touch = """
        for entry = 3, #ARGV do
          local pending = redis.pcall('XPENDING', KEYS[1], ARGV[1], ARGV[entry], ARGV[entry], 1)
          if not pending.err and #pending > 0 and pending[1][2] == ARGV[2] then
            redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], '0', ARGV[entry], 'JUSTID')
          end
        end
        return 1
        """;

    /// <summary>Takes a lease that nobody holds. KEYS 1 lease 2 fence 3 tokens; ARGV 1 holder 2 milliseconds 3 salt 4 seconds. Gives the lease, or who holds it.</summary>
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
    /// Lengthens a lease that is still ours, also one that has run out and that nobody has taken since.
    /// KEYS 1 lease 2 fence; ARGV 1 lease 2 milliseconds 3 seconds.
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

    /// <summary>Adds a line to a journal under its token and number, and lengthens the lease with that. KEYS 3 journal 4 journals; ARGV 4 id 5 line 6 operation 7 now 8 seconds.</summary>
    public const string Append = Renew + """
        if #redis.call('XRANGE', KEYS[3], ARGV[4], ARGV[4]) > 0 then return 1 end
        redis.call('XADD', KEYS[3], ARGV[4], 'l', ARGV[5])
        redis.call('EXPIRE', KEYS[3], ARGV[8])
        redis.call('ZADD', KEYS[4], ARGV[7], ARGV[6])
        redis.call('EXPIRE', KEYS[4], ARGV[8])
        return 1
        """;

    /// <summary>Gives back a lease that is ours. KEYS 1 lease; ARGV 1 lease.</summary>
    public const string Release = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";
}
