using Pockitect.Core.Blueprints.Documents;

namespace Pockitect.Core.Tests.Blueprints;

public sealed class TemplateNamesTests
{
    [Fact]
    public void Each_project_of_a_template_has_buckets_of_its_own_in_its_policies_too()
    {
        const string text = "data:\n  buckets:\n    - name: site\n      bucket_name: static-site-4711 # unique\n      policy: '{\"Resource\": \"arn:aws:s3:::static-site-4711/*\"}'\n    - name: plain\n";

        var own = TemplateNames.Own(text, "shop", "0a1b2c3d");

        Assert.Equal(text.Replace("static-site-4711", "shop-site-0a1b2c3d", StringComparison.Ordinal), own);
        Assert.NotEqual(TemplateNames.Own(text, "shop"), TemplateNames.Own(text, "shop"));
    }

    [Fact]
    public void A_bucket_name_is_never_too_long_and_a_text_without_buckets_stays()
    {
        var own = TemplateNames.Own("data: {buckets: [{name: site, bucket_name: x-4711}]}", new string('a', 70), "0a1b2c3d");

        Assert.Equal(63, BlueprintTree.Read(own)!.TextAt("data.buckets[0].bucket_name")!.Length);
        Assert.Equal("project: {name: a}\n", TemplateNames.Own("project: {name: a}\n", "shop"));
        Assert.Equal("oops: [", TemplateNames.Own("oops: [", "shop"));
    }
}
