using System.Diagnostics;
using Pockitect.Aws;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;
using Pockitect.Core.Resources;
using Pockitect.Web.Diagrams;

namespace Pockitect.Bench;

/// <summary>How long pictures of resources take to be laid out, in milliseconds.</summary>
internal sealed record PictureTimes(double SixHundred, double All);

/// <summary>Lays out pictures of the resources of <see cref="LargeInventory"/>.</summary>
internal static class PictureBench
{
    private const int Rounds = 30;

    public static Task<PictureTimes> RunAsync() => Task.Run(() =>
    {
        using var aws = new AwsClients(AwsAccount.None, new AwsClientOptions { RequestLimits = false });
        var catalog = AwsCatalog.Create(aws, Path.GetTempPath());
        var place = new Place("123456789012", "eu-west-1");
        List<Observed> few = [.. LargeInventory.Of(place, 600, catalog)];
        List<Observed> all = [.. LargeInventory.Of(place, MonitorBench.Resources, catalog)];
        return new PictureTimes(Median(() => Diagram.Of(few, catalog)), Median(() => Diagram.Of(all, catalog)));
    });

    private static double Median(Func<Diagram> draw)
    {
        draw();
        double[] times =
        [
            .. Enumerable.Range(0, Rounds).Select(_ =>
            {
                var began = Stopwatch.GetTimestamp();
                draw();
                return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }).Order(),
        ];
        return times[Rounds / 2];
    }
}
