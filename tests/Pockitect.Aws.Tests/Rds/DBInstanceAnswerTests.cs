using System.Xml.Linq;
using Pockitect.Aws.Rds;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests.Rds;

public sealed class DBInstanceAnswerTests
{
    private static readonly Place place = new("123456789012", "eu-west-1");

    [Fact]
    public void What_AWS_has_accepted_but_not_yet_applied_counts_as_there()
    {
        var spec = Read("""
            <AllocatedStorage>20</AllocatedStorage>
            <DBInstanceClass>db.t4g.micro</DBInstanceClass>
            <MultiAZ>false</MultiAZ>
            <PendingModifiedValues><DBInstanceClass>db.t4g.large</DBInstanceClass><MultiAZ>true</MultiAZ><Port>5433</Port></PendingModifiedValues>
            <Endpoint><Port>5432</Port></Endpoint>
            """).Spec;

        Assert.Equal(
            ("db.t4g.large", true, 5433, 20),
            spec is DBInstance db ? (db.DBInstanceClass, db.MultiAZ, db.Port, db.AllocatedStorage) : default);
    }

    [Fact]
    public void A_disk_that_may_not_grow_has_its_own_size_as_the_most() =>
        Assert.Equal(20, ((DBInstance)Read("<AllocatedStorage>20</AllocatedStorage>").Spec).MaxAllocatedStorage);

    [Fact]
    public void A_security_group_on_its_way_out_does_not_count()
    {
        var spec = (DBInstance)Read("""
            <VpcSecurityGroups>
              <VpcSecurityGroupMembership><VpcSecurityGroupId>sg-1</VpcSecurityGroupId><Status>active</Status></VpcSecurityGroupMembership>
              <VpcSecurityGroupMembership><VpcSecurityGroupId>sg-2</VpcSecurityGroupId><Status>removing</Status></VpcSecurityGroupMembership>
              <VpcSecurityGroupMembership><VpcSecurityGroupId>sg-3</VpcSecurityGroupId><Status>adding</Status></VpcSecurityGroupMembership>
            </VpcSecurityGroups>
            """).Spec;

        Assert.Equal(["sg-1", "sg-3"], spec.VPCSecurityGroups?.Select(group => group.Id));
    }

    [Theory]
    [InlineData("available", Phase.Ready)]
    [InlineData("storage-optimization", Phase.Ready)]
    [InlineData("creating", Phase.Pending)]
    [InlineData("backing-up", Phase.Pending)]
    [InlineData("a-word-of-next-year", Phase.Pending)]
    [InlineData("stopped", Phase.Stopped)]
    [InlineData("deleting", Phase.Deleting)]
    [InlineData("storage-full", Phase.Failed)]
    [InlineData("incompatible-network", Phase.Failed)]
    public void Each_word_for_a_state_has_its_phase(string state, Phase phase) =>
        Assert.Equal((phase, state), (Read($"<DBInstanceStatus>{state}</DBInstanceStatus>") is var seen ? (seen.Phase, seen.State) : default));

    [Fact]
    public void A_member_of_a_cluster_is_locked()
    {
        Assert.Contains("'aurora'", Read("<DBClusterIdentifier>aurora</DBClusterIdentifier>").Locked, StringComparison.Ordinal);
        Assert.Null(Read("<Engine>postgres</Engine>").Locked);
    }

    private static Observed Read(string elements) => DBInstanceAnswer.Read(
        "AWS::RDS::DBInstance", place, XElement.Parse($"<DBInstance><DBInstanceIdentifier>db</DBInstanceIdentifier>{elements}</DBInstance>"));
}
