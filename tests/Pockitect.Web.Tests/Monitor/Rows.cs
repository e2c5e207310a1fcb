using Pockitect.Aws;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Ec2;
using Pockitect.Aws.Iam;
using Pockitect.Aws.S3;
using Pockitect.Core.Resources;
using Pockitect.Web.Monitor.Queries;

namespace Pockitect.Web.Tests.Monitor;

/// <summary>Resources to search, without an account.</summary>
internal static class Rows
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The real types; nobody lets them call.</summary>
    public static Catalog Catalog { get; } = AwsCatalog.Create(new AwsClients(AwsAccount.None, new AwsClientOptions { RequestLimits = false }), Path.GetTempPath());

    public static MonitorRow Instance(
        string id, string region = "eu-west-1", string? project = null, string state = "running", Phase phase = Phase.Ready, string? name = null, string? script = null, params string[] tags) =>
        Row("AWS::EC2::Instance", id, region, new Instance { ImageId = "ami-1", InstanceType = "t3.micro", Subnet = Ref.Existing<Subnet>("subnet-1"), UserData = script }, project, state, phase, name, tags: tags);

    public static MonitorRow Subnet(string id, string region = "eu-west-1", string? project = null, string? locked = null) =>
        Row("AWS::EC2::Subnet", id, region, new Subnet { Vpc = Ref.Existing<Vpc>("vpc-1"), CidrBlock = "10.0.0.0/24" }, project, "available", locked: locked);

    public static MonitorRow Bucket(string id, string region = "us-east-1", string? project = null) => Row("AWS::S3::Bucket", id, region, new Bucket(), project, state: null);

    public static MonitorRow Profile(string id) => Row("AWS::IAM::InstanceProfile", id, Place.GlobalRegion, new InstanceProfile { Role = Ref.Existing<Role>(id) }, project: null, state: null);

    private static MonitorRow Row(
        string type, string id, string region, Spec spec, string? project, string? state, Phase phase = Phase.Ready, string? name = null, string? locked = null, params string[] tags)
    {
        var all = tags.Select(tag => tag.Split('=', 2)).ToDictionary(tag => tag[0], tag => tag[1]);
        if (project is not null) all[OwnershipTags.Project] = project;
        if (name is not null) all["Name"] = name;
        return MonitorRow.Of(
            new Observed { Type = type, Id = id, Place = new Place("123456789012", region), Spec = spec, Tags = all, Phase = phase, State = state, Locked = locked },
            Noon);
    }
}
