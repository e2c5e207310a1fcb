using Pockitect.Aws.Accounts;

namespace Pockitect.Aws.Tests.Accounts;

public sealed class TypedKeysTests
{
    private const string Id = "AKIAIOSFODNN7EXAMPLE";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string Token = "IQoJb3JpZ2luX2Vj//////////wEaCXVzLWVhc3QtMSJ==";

    [Theory]
    [InlineData($"{Id}\n{Secret}\n", null)]
    [InlineData($"\r\n{Id}\r\n{Secret}\r\n{Token}\r\n", Token)]
    [InlineData($"[default]\naws_access_key_id = {Id}\naws_secret_access_key={Secret}\n", null)]
    [InlineData($"export AWS_ACCESS_KEY_ID=\"{Id}\"\nexport AWS_SECRET_ACCESS_KEY=\"{Secret}\"\nexport AWS_SESSION_TOKEN=\"{Token}\"", Token)]
    [InlineData($"$Env:AWS_ACCESS_KEY_ID=\"{Id}\"\n$Env:AWS_SECRET_ACCESS_KEY=\"{Secret}\"", null)]
    public void Keys_are_found_however_they_are_written(string text, string? token) => Assert.Equal(new TypedKeys(Id, Secret, token), TypedKeys.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("# nothing")]
    [InlineData($"aws_access_key_id = {Id}")]
    public void Half_of_them_is_none(string text) => Assert.Null(TypedKeys.Parse(text));

    [Fact]
    public void They_do_not_show_themselves() => Assert.DoesNotContain(Secret, new TypedKeys(Id, Secret, Token).ToString(), StringComparison.Ordinal);
}
