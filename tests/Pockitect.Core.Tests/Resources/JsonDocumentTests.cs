using Pockitect.Core.Resources.Analysis;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Resources;

public sealed class JsonDocumentTests
{
    public static TheoryData<string, string> Same => new()
    {
        { Of("""{"Effect":"Allow","Action":["s3:GetObject"],"Resource":["a"]}"""), Of("""{"Effect":"Allow","Action":"s3:GetObject","Resource":"a"}""") },
        { Of("""{"Effect":"Allow","Action":["a:b","c:d"],"Resource":["r","q"]}"""), Of("""{"Resource":["q","r"],"Action":["c:d","a:b"],"Effect":"Allow"}""") },
        { Of("""{"Effect":"Allow","NotAction":["a:b"],"NotResource":["r"]}"""), Of("""{"Effect":"Allow","NotAction":"a:b","NotResource":"r"}""") },
        { Of("""{"Effect":"Allow","Action":["a:b","a:b"],"Resource":"r"}"""), Of("""{"Effect":"Allow","Action":"a:b","Resource":"r"}""") },
        { Of("""{"Effect":"Allow","Action":"S3:getobject","Resource":"r"}"""), Of("""{"Effect":"Allow","Action":"s3:GetObject","Resource":"r"}""") },
        { Of("""{"Sid":"","Effect":"Allow","Action":"a:b"}"""), Of("""{"Effect":"Allow","Action":"a:b"}""") },
        { Of("""{"Effect":"Allow","Action":"a:b","Condition":{}}"""), Of("""{"Effect":"Allow","Action":"a:b"}""") },
        { Of("""{"Effect":"Allow","Principal":"*"}"""), Of("""{"Effect":"Allow","Principal":{"AWS":"*"}}""") },
        { Of("""{"Effect":"Allow","Principal":{"AWS":"111122223333"}}"""), Of("""{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111122223333:root"]}}""") },
        { Of("""{"Effect":"Allow","Principal":{"AWS":"111122223333"}}"""), Of("""{"Effect":"Allow","Principal":{"AWS":"arn:aws-cn:iam::111122223333:root"}}""") },
        { Of("""{"Effect":"Allow","Principal":{"AWS":["b","a"],"Service":["s"]}}"""), Of("""{"Effect":"Allow","Principal":{"Service":"s","AWS":["a","b"]}}""") },
        { Of("""{"Effect":"Allow","NotPrincipal":{"AWS":["b","a"]}}"""), Of("""{"Effect":"Allow","NotPrincipal":{"AWS":["a","b"]}}""") },
        { Of("""{"Effect":"Deny","Condition":{"Bool":{"aws:SecureTransport":false}}}"""), Of("""{"Effect":"Deny","Condition":{"Bool":{"aws:SecureTransport":["false"]}}}""") },
        { Of("""{"Effect":"Deny","Condition":{"Bool":{"aws:securetransport":"false"}}}"""), Of("""{"Effect":"Deny","Condition":{"Bool":{"aws:SecureTransport":"false"}}}""") },
        { Of("""{"Effect":"Deny","Condition":{"NumericLessThan":{"s3:max-keys":10}}}"""), Of("""{"Effect":"Deny","Condition":{"NumericLessThan":{"s3:max-keys":"10"}}}""") },
        { Of("""{"Effect":"Deny","Condition":{"StringLike":{"k":["b","a"]},"Bool":{"x":"true"}}}"""), Of("""{"Effect":"Deny","Condition":{"Bool":{"x":true},"StringLike":{"k":["a","b"]}}}""") },
        { """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a:b"}]}""", """{"Statement":{"Action":"a:b","Effect":"Allow"},"Version":"2012-10-17"}""" },
        { """{"Version":"2012-10-17","Statement":[{"Sid":"a"},{"Sid":"b"}]}""", """{"Version":"2012-10-17","Statement":[{"Sid":"b"},{"Sid":"a"}]}""" },
        { """{"Version":"2008-10-17","Id":"","Statement":[]}""", """{"Statement":[]}""" },
        { """{"a":[1,2]}""", """{ "a": [1, 2] }""" },
    };

    public static TheoryData<string, string> Different => new()
    {
        { Of("""{"Effect":"Allow","Action":"a:b"}"""), Of("""{"Effect":"Deny","Action":"a:b"}""") },
        { Of("""{"Effect":"Allow","Action":"a:b"}"""), Of("""{"Effect":"Allow","NotAction":"a:b"}""") },
        { Of("""{"Effect":"Allow","Resource":"arn:aws:s3:::A"}"""), Of("""{"Effect":"Allow","Resource":"arn:aws:s3:::a"}""") },
        { Of("""{"Effect":"Allow","Action":["a:b","a:c"]}"""), Of("""{"Effect":"Allow","Action":"a:b"}""") },
        { Of("""{"Effect":"Allow","Principal":{"AWS":"111122223333"}}"""), Of("""{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/web"}}""") },
        { Of("""{"Effect":"Allow","Principal":{"AWS":"*"}}"""), Of("""{"Effect":"Allow","Principal":{"Service":"*"}}""") },
        { Of("""{"Effect":"Allow","Principal":{"AWS":"111122223333"}}"""), Of("""{"Effect":"Allow","Principal":{"AWS":"999922223333"}}""") },
        { Of("""{"Effect":"Deny","Condition":{"Bool":{"aws:SecureTransport":"false"}}}"""), Of("""{"Effect":"Deny","Condition":{"Bool":{"aws:SecureTransport":"true"}}}""") },
        { Of("""{"Effect":"Deny","Condition":{"StringLike":{"k":"A"}}}"""), Of("""{"Effect":"Deny","Condition":{"StringLike":{"k":"a"}}}""") },
        { Of("""{"Sid":"a","Effect":"Deny"}"""), Of("""{"Sid":"b","Effect":"Deny"}""") },
        { """{"Version":"2012-10-17","Statement":[]}""", """{"Statement":[]}""" },
        { """{"Version":"2012-10-17","Statement":[],"Statement":[{"Effect":"Allow"}]}""", """{"Version":"2012-10-17","Statement":[]}""" },
        { """{"a":[1,2]}""", """{"a":[2,1]}""" },
        { """{"a":["x"]}""", """{"a":"x"}""" },
        { "not json", "other" },
    };

    [Theory]
    [MemberData(nameof(Same))]
    public void Documents_that_mean_the_same_to_AWS_are_equal(string desired, string now)
    {
        Assert.Empty(Compare(desired, now));
        Assert.Empty(Compare(now, desired));
    }

    [Theory]
    [MemberData(nameof(Different))]
    public void Documents_that_mean_something_else_differ_and_show_where(string desired, string now)
    {
        var change = Assert.Single(Compare(desired, now));

        Assert.NotEmpty(change.Items);
        Assert.All(change.Items, item => Assert.NotEqual(item.Old, item.New));
    }

    private static IReadOnlyList<PropertyChange> Compare(string desired, string now) =>
        SpecDiff.Compare(new Store { Name = "s", Policy = desired }, new Store { Name = "s", Policy = now });

    private static string Of(string statement) => $$"""{"Version":"2012-10-17","Statement":[{{statement}}]}""";
}
