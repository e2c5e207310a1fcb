using Pockitect.Aws.Ec2.Parts;

namespace Pockitect.Aws.Tests.Ec2;

public sealed class ImagesTests
{
    [Theory]
    [InlineData("amazon-linux-2023", "t3.micro", "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64")]
    [InlineData("amazon-linux-2023", "t4g.micro", "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64")]
    [InlineData("ubuntu-24.04", "m7i-flex.large", "resolve:ssm:/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id")]
    [InlineData("ubuntu-22.04", "c7gn.xlarge", "resolve:ssm:/aws/service/canonical/ubuntu/server/22.04/stable/current/arm64/hvm/ebs-gp2/ami-id")]
    [InlineData("debian-12", "is4gen.medium", "resolve:ssm:/aws/service/debian/release/12/latest/arm64")]
    [InlineData("windows-2022", "t3.large", "resolve:ssm:/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base")]
    public void A_name_leads_to_the_parameter_for_the_processor(string name, string instanceType, string imageId) =>
        Assert.Equal(imageId, Images.ImageIdFor(name, instanceType));

    [Theory]
    [InlineData("t4g.nano")]
    [InlineData("m6gd.large")]
    [InlineData("x2gd.large")]
    [InlineData("im4gn.large")]
    [InlineData("g5g.xlarge")]
    [InlineData("hpc7g.4xlarge")]
    [InlineData("a1.medium")]
    public void Families_with_AWS_own_processor_get_the_arm_image(string instanceType) =>
        Assert.EndsWith("-arm64", Images.ImageIdFor("amazon-linux-2023", instanceType), StringComparison.Ordinal);

    [Theory]
    [InlineData("g4dn.xlarge")]
    [InlineData("g6.xlarge")]
    [InlineData("c5n.large")]
    [InlineData("u-6tb1.metal")]
    public void Other_families_get_the_x86_image(string instanceType) =>
        Assert.EndsWith("-x86_64", Images.ImageIdFor("amazon-linux-2023", instanceType), StringComparison.Ordinal);

    [Theory]
    [InlineData("ami-0123456789abcdef0")]
    [InlineData("resolve:ssm:/our/own/parameter")]
    public void What_names_an_image_already_stays_as_it_is(string imageId) => Assert.Equal(imageId, Images.ImageIdFor(imageId, "t3.micro"));

    [Theory]
    [InlineData("ubuntu-24", "t3.micro")]
    [InlineData("windows-2022", "t4g.micro")]
    public void What_there_is_no_image_for_is_null(string name, string instanceType) => Assert.Null(Images.ImageIdFor(name, instanceType));

    [Fact]
    public void Every_name_has_an_image() => Assert.All(Images.Names, name => Assert.NotNull(Images.ImageIdFor(name, "t3.micro")));
}
