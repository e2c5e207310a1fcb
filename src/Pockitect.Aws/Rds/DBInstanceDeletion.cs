using System.Xml.Linq;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Errors;
using Pockitect.Aws.Protocol;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Rds;

/// <summary>Deletes a DB instance, with a final snapshot where one is desired and can be taken.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html"/>
internal static class DBInstanceDeletion
{
    /// <summary>RDS takes no final snapshot of an instance in this state.</summary>
    public static bool TakesNoSnapshot(string? state) => state is "failed" or "incompatible-restore" or "incompatible-network";

    /// <returns>The name of the final snapshot; null where there will be none.</returns>
    /// <exception cref="FaultException">A final snapshot is desired, and RDS takes none in this state.</exception>
    public static async Task<string?> StartAsync(QueryClient rds, string id, XElement instance, Deletion how, CancellationToken ct)
    {
        var state = (string?)instance.Element("DBInstanceStatus");
        var snapshot = HasOwnData(instance) ? how.FinalSnapshot : null;
        if (snapshot is not null && TakesNoSnapshot(state))
        {
            throw new FaultException(new Fault(
                FaultKind.Invalid,
                "NoFinalSnapshot",
                $"RDS can't create a final snapshot of '{id}' in the state '{state}'. Repair it, or delete it with --no-final-snapshot, "
                    + "which loses its data."));
        }

        // AWS would refuse a repeated call because of the state.
        if (state == "deleting") return snapshot;
        var request = new QueryParameters()
            .Set("DBInstanceIdentifier", id)
            .Set("SkipFinalSnapshot", snapshot is null)
            .Set("FinalDBSnapshotIdentifier", snapshot)
            .Set("DeleteAutomatedBackups", true);
        await rds.CallAsync("DeleteDBInstance", request, ct).GoneIsDoneAsync();
        return snapshot;
    }

    /// <summary>The final snapshot that the deletion leaves, as it will be listed; null where it leaves none.</summary>
    public static Observed? KeptOf(Observed now, Deletion how) =>
        how.FinalSnapshot is { } snapshot
            && !now.Outputs.ContainsKey(DBInstanceAnswer.Source)
            && !now.Outputs.ContainsKey(DBInstanceAnswer.Cluster)
            ? DBSnapshotType.Final(now.Place, snapshot, now.Id, ((DBInstance)now.Spec).AllocatedStorage)
            : null;

    /// <summary>Replicas and members of a cluster have no data of their own to keep.</summary>
    private static bool HasOwnData(XElement instance) =>
        (string?)instance.Element(DBInstanceAnswer.Source) is null or ""
            && (string?)instance.Element(DBInstanceAnswer.Cluster) is null or "";
}
