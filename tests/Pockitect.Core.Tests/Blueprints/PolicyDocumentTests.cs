using Pockitect.Core.Blueprints.Policies;

namespace Pockitect.Core.Tests.Blueprints;

public sealed class PolicyDocumentTests
{
    private const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    [Theory]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}""")]
    [InlineData("""{"Version":"2008-10-17","Id":"x","Statement":{"Sid":"A1","Effect":"Deny","NotAction":["s3:*","ec2:Describe*"],"NotResource":["arn:aws:s3:::a/*","arn:aws:iam::*:role/${aws:username}"]}}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"ForAllValues:StringLikeIfExists":{"aws:TagKeys":["a","b"]},"Bool":{"aws:SecureTransport":true}}}]}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Sid":"","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::é/*"}]}""")]
    public void A_policy_that_IAM_takes_has_no_problem(string text) => Assert.Empty(PolicyDocument.Check(text, PolicyKind.Identity, "The policy 'p'"));

    [Theory]
    [InlineData("{", "is not JSON")]
    [InlineData("[]", "is not a JSON object")]
    [InlineData("\"text\"", "is not a JSON object")]
    [InlineData("{}", "has no 'Statement'")]
    [InlineData("""{"Statement":[]}""", "empty 'Statement'")]
    [InlineData("""{"Statement":["x"]}""", "statement 1: it is not a JSON object")]
    [InlineData("""{"Version":"2020-01-01","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}""", "Version '2020-01-01'")]
    [InlineData("""{"Version":2012,"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}""", "Version '2012'")]
    [InlineData("""{"version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}""", "did you mean 'Version'?")]
    [InlineData("""{"Statement":[{"Effect":"allow","Action":"s3:GetObject","Resource":"*"}]}""", "statement 1: 'Effect' is 'allow'; write Allow or Deny (line 1, column 25 of the policy)")]
    [InlineData("""{"Statement":[{"Action":"s3:GetObject","Resource":"*"}]}""", "'Effect' is missing")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Resource":"*"}]}""", "'Action' is missing")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:GetObject"}]}""", "'Resource' is missing")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","NotAction":"s3:PutObject","Resource":"*"}]}""", "remove one of them")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","NotResource":"arn:aws:s3:::a"}]}""", "remove one of them")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":[],"Resource":"*"}]}""", "nonempty list of texts")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":[1],"Resource":"*"}]}""", "nonempty list of texts")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"GetObject","Resource":"*"}]}""", "'GetObject' is not an action")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:Get Object","Resource":"*"}]}""", "is not an action")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"my-bucket"}]}""", "'my-bucket' is not a resource")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3"}]}""", "is not a resource")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}]}""", "can't have 'Principal'")]
    [InlineData("""{"Statement":[{"Effect":"Allow","NotPrincipal":"*","Action":"s3:GetObject","Resource":"*"}]}""", "can't have 'NotPrincipal'")]
    [InlineData("""{"Statement":[{"Sid":"has-dash","Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}""", "letters and digits only")]
    [InlineData("""{"Statement":[{"Sid":"A","Effect":"Allow","Action":"s3:GetObject","Resource":"*"},{"Sid":"A","Effect":"Deny","Action":"s3:GetObject","Resource":"*"}]}""", "two statements with the Sid 'A'")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::a–b"}]}""", "U+2013")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Effect":"Deny","Action":"s3:GetObject","Resource":"*"}]}""", "the same key twice in one object: 'Effect'")]
    [InlineData("""{"Statement":[],"Statement":[]}""", "the same key twice in one object: 'Statement'")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Conditions":{}}]}""", "did you mean 'Condition'?")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEqual":{"a":"b"}}}]}""", "Unknown condition operator 'StringEqual'. Did you mean 'StringEquals'?")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"Bool":"true"}}]}""", "needs an object")]
    public void A_mistake_names_the_policy_and_the_statement(string text, string words)
    {
        var problems = PolicyDocument.Check(text, PolicyKind.Identity, "The policy 'p'");

        Assert.Contains(problems, problem => problem.Contains(words, StringComparison.Ordinal));
        Assert.All(problems, problem => Assert.StartsWith("The policy 'p'", problem, StringComparison.Ordinal));
    }

    [Fact]
    public void A_trust_policy_names_who_and_no_resource() => Assert.Multiple(
        () => Assert.Empty(PolicyDocument.Check(Trust, PolicyKind.Trust, "It")),
        () => Told(Trust.Replace("\"Action\"", "\"Resource\":\"*\",\"Action\"", StringComparison.Ordinal), PolicyKind.Trust, "can't have 'Resource'"),
        () => Told(Trust.Replace("sts:AssumeRole", "s3:GetObject", StringComparison.Ordinal), PolicyKind.Trust, "sts actions only"),
        () => Told(Trust.Replace("ec2.amazonaws.com", "ec2", StringComparison.Ordinal), PolicyKind.Trust, "'ec2' is not a service"),
        () => Told(Trust.Replace("Service", "service", StringComparison.Ordinal), PolicyKind.Trust, "did you mean 'Service'?"),
        () => Told("""{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole"}]}""", PolicyKind.Trust, "'Principal' is missing"),
        () => Told("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:s3:::x"},"Action":"sts:AssumeRole"}]}""", PolicyKind.Trust, "is not a principal"),
        () => Told("""{"Statement":[{"Effect":"Allow","Principal":{},"Action":"sts:AssumeRole"}]}""", PolicyKind.Trust, "'Principal' is * or an object"));

    [Fact]
    public void A_bucket_policy_names_who_and_the_bucket() => Assert.Multiple(
        () => Assert.Empty(PolicyDocument.Check("""{"Statement":[{"Sid":"Read it","Effect":"Allow","Principal":{"AWS":["123456789012","arn:aws:iam::123456789012:root"]},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}""", PolicyKind.Bucket, "It")),
        () => Told("""{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}""", PolicyKind.Bucket, "'Principal' is missing"),
        () => Told("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}]}""", PolicyKind.Bucket, "is not this bucket"),
        () => Told("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"ec2:RunInstances","Resource":"arn:aws:s3:::b"}]}""", PolicyKind.Bucket, "s3 actions only"));

    [Theory]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":["a:b","*"],"Resource":"*"}}""", true)]
    [InlineData("""{"Statement":{"Effect":"Allow","Effect":"Deny","Action":"*","Resource":"*"}}""", true)]
    [InlineData("""{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}""", false)]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}""", false)]
    [InlineData("{", false)]
    [InlineData("[1]", false)]
    public void Everything_is_allowed_by_a_statement_that_says_so(string text, bool everything) => Assert.Equal(everything, PolicyDocument.AllowsEverything(text));

    [Fact]
    public void A_long_policy_has_the_line_of_its_mistake()
    {
        const string Text = "{\n  \"Statement\": [\n    {\"Effect\": \"Allow\",\n     \"Action\": \"x\", \"Resource\": \"*\"}\n  ]\n}";

        Assert.Contains("(line 4, column 16 of the policy)", Assert.Single(PolicyDocument.Check(Text, PolicyKind.Identity, "It")), StringComparison.Ordinal);
    }

    private static void Told(string text, PolicyKind kind, string words) =>
        Assert.Contains(PolicyDocument.Check(text, kind, "It"), problem => problem.Contains(words, StringComparison.Ordinal));
}
