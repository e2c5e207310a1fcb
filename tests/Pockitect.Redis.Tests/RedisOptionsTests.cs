using Pockitect.Core.Faults;

namespace Pockitect.Redis.Tests;

public sealed class RedisOptionsTests
{
    [Fact]
    public void An_address_says_everything()
    {
        var options = RedisOptions.Parse("rediss://team:p%40ss@redis.example.com:6380/3?prefix=shop&dead=60");

        Assert.Equal(new RedisOptions { Host = "redis.example.com", Port = 6380, Tls = true, User = "team", Password = "p@ss", Database = 3, Prefix = "shop:", DeadAfter = TimeSpan.FromMinutes(1) }, options);
        Assert.Equal("rediss://redis.example.com:6380/3", $"{options}");
    }

    [Fact]
    public void A_host_is_enough()
    {
        Assert.Equal(new RedisOptions { Host = "localhost" }, RedisOptions.Parse("redis://localhost"));
        Assert.Equal("secret", RedisOptions.Parse("redis://:secret@localhost").Password);
    }

    [Theory]
    [InlineData("localhost:6379")]
    [InlineData("http://user:hunter2@localhost")]
    [InlineData("redis://user:hunter2@localhost/one")]
    [InlineData("redis://user:hunter2@localhost?prefix=a b")]
    [InlineData("redis://user:hunter2@localhost?ca=/nowhere.pem")]
    [InlineData("redis://user:hunter2@localhost?tls=1")]
    [InlineData("redis://user:hunter2@localhost?dead=1")]
    [InlineData("redis://hunter2@localhost")]
    public void What_is_wrong_is_told_without_what_may_be_secret(string text)
    {
        var wrong = Assert.Throws<FaultException>(() => RedisOptions.Parse(text));

        Assert.StartsWith("POCKITECT_REDIS ", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", wrong.Message, StringComparison.Ordinal);
    }
}
