using System.Collections.Concurrent;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Errors;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Preflight;

/// <summary>Runs all preflight checks in parallel, with read-only calls, each made once.</summary>
internal static class AwsPreflight
{
    private const int QuestionsAtOnce = 16;

    private static readonly IReadOnlyList<Check> Checks =
    [
        new CredentialCheck(), new PermissionCheck(), new QuotaCheck(), new VcpuCheck(), new ZoneCheck(), new OfferingCheck(),
        new ImageCheck(), new RangeCheck(), new NameCheck(), new GroupNameCheck(), new BucketNameCheck(), new DatabaseCheck(),
        new PolicyCheck(), new KeyCheck(), new SnapshotCheck(), new EncryptionCheck(), new ReferenceCheck(),
        new BucketContentCheck(), new VpcAttachmentCheck(), new FinalSnapshotCheck(),
    ];

    /// <summary>The IAM actions of all checks.</summary>
    public static IReadOnlyList<string> Actions { get; } = [
        .. Checks.SelectMany(check => check.Actions).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>The IAM actions of the checks that apply to this plan.</summary>
    public static IReadOnlyList<string> ActionsOf(AwsClients aws, Catalog catalog, Plan plan, TimeProvider time)
    {
        var work = new Work(plan, null, time.GetUtcNow());
        var facts = new AccountFacts(aws, catalog, work.Region, CancellationToken.None);
        return
        [
            .. Checks.Where(check => check.Questions(work, facts).Any())
                .SelectMany(check => check.Actions.Concat(check.ReadTypes(work).SelectMany(type => catalog[type].Actions.Read)))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <exception cref="Amazon.Runtime.AmazonServiceException">There are no usable credentials, so nothing could be checked.</exception>
    public static async Task<IReadOnlyList<Finding>> RunAsync(
        AwsClients aws, Catalog catalog, Plan plan, TimeSpan? estimate, TimeProvider time, CancellationToken ct)
    {
        var work = new Work(plan, estimate, time.GetUtcNow());
        var facts = new AccountFacts(aws, catalog, work.Region, ct);
        var questions = Checks.SelectMany(check => check.Questions(work, facts)).Index().ToList();
        var found = new ConcurrentBag<(int Index, Finding Finding)>();
        var unasked = new ConcurrentBag<(int Index, string About, Fault Fault, string? Permission)>();
        await Parallel.ForEachAsync(
            questions,
            new ParallelOptions { MaxDegreeOfParallelism = QuestionsAtOnce, CancellationToken = ct },
            async (entry, _) =>
            {
                var (index, question) = entry;
                try
                {
                    foreach (var finding in await question.AskAsync()) found.Add((index, finding));
                }
                catch (Exception e)
                    when (AwsFaults.Explain(e) is { Kind: not (FaultKind.Bug or FaultKind.Cancelled or FaultKind.SignIn) } fault)
                {
                    unasked.Add((index, question.About, fault, CallPermissions.Lacking(e.Message, CallFacts.Of(e))));
                }
            });

        return
        [
            .. found.OrderBy(entry => entry.Finding.Severity).ThenBy(entry => entry.Index).Select(entry => entry.Finding).Distinct(),
            // One missing permission is one finding, however many checks it blocks.
            .. unasked.OrderBy(entry => entry.Index)
                .GroupBy(entry => entry.Permission ?? entry.Fault.Message, StringComparer.Ordinal)
                .Select(
                    group => Unasked(
                        [.. group.Select(entry => entry.About).Distinct(StringComparer.Ordinal)],
                        group.First().Fault,
                        group.First().Permission)),
        ];
    }

    private static Finding Unasked(IReadOnlyList<string> abouts, Fault fault, string? permission) => new(
        Severity.Finding,
        "",
        $"Could not check {string.Join(", ", abouts)}.",
        fault.Message,
        fault.Kind switch
        {
            FaultKind.Denied when permission is not null => $"Ask for the permission {permission}, or check it yourself before you deploy.",
            FaultKind.DeniedByOrganisation => "An organization policy denies the check. Check it yourself before you deploy.",
            _ => "Run the same command again, or check it yourself before you deploy.",
        });
}
