using Pockitect.Aws.Ec2;
using Pockitect.Aws.Iam;
using Pockitect.Aws.S3;
using Pockitect.Aws.Ssm;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Aws.Tests.Topology;

/// <summary>A deploy that gives living resources what they never had, fails, and is taken back.</summary>
public sealed class UndoTests
{
    private const string Trust = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}""";

    private static readonly Role role = new() { AssumeRolePolicyDocument = Trust };
    private static readonly Bucket bucket = new() { BucketName = "shop-of-the-undo" };
    private static readonly Instance instance = new() { ImageId = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64", InstanceType = "t3.micro" };
    private static readonly Parameter parameter = new() { Name = "/shop/size", Type = "String", Value = "25" };

    [Fact]
    public async Task What_had_no_value_before_has_none_after_it()
    {
        await using var account = await Deployments.StartAsync();
        await account.DeployAsync(Of(new() { ["role"] = role, ["bucket"] = bucket, ["server"] = instance, ["size"] = parameter }));
        await account.FaultAsync(new { kind = "fail_before", service = "ec2", action = "CreateVolume", error = new { code = "InvalidParameterValue", message = "Not today.", status = 400 } });

        var (before, between, after) = await account.FailAndUndoAsync(Of(new()
        {
            ["role"] = role with { Description = "Of the shop", PermissionsBoundary = "arn:aws:iam::aws:policy/ReadOnlyAccess" },
            ["profile"] = new InstanceProfile { Role = Ref.To<Role>("role") },
            ["bucket"] = bucket with
            {
                LifecycleConfiguration = new LifecycleConfiguration { Rules = [new LifecycleRule { Id = "old", Status = "Enabled", ExpirationInDays = 30 }] },
                CorsConfiguration = new CorsConfiguration { CorsRules = [new CorsRule { AllowedMethods = ["GET"], AllowedOrigins = ["*"] }] },
                PolicyDocument = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::shop-of-the-undo/*"}]}""",
            },
            ["server"] = instance with { IamInstanceProfile = Ref.To<InstanceProfile>("profile"), UserData = "#!/bin/sh\necho hello" },
            ["size"] = parameter with { Description = "Rows a page" },
            ["disk"] = new Volume { AvailabilityZone = "eu-west-1a", Size = 1 },
        }));

        // All of them were changed, or it would be no wonder that they are as they were.
        Assert.Equal(["bucket", "role", "server", "size"], Changed(before, between));
        Assert.Empty(Changed(before, after));
        Assert.Equal(before.Select(resource => resource.Id).Order(), after.Select(resource => resource.Id).Order());
    }

    private static Blueprint Of(Dictionary<string, Spec> resources) => new()
    {
        Project = new ProjectSection { Name = "shop", Region = "eu-west-1" },
        Resources = resources,
    };

    private static IEnumerable<string> Changed(IReadOnlyList<Observed> before, IReadOnlyList<Observed> now) => before
        .Where(was => now.SingleOrDefault(other => other.Id == was.Id) is not { } has
            || SpecDiff.Compare(was.Spec, has.Spec).Count > 0 || SpecDiff.Surplus(was.Spec, has.Spec).Count > 0)
        .Select(was => was.Tags[OwnershipTags.Resource])
        .Order();
}
