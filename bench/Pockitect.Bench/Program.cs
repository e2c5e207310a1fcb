using System.Globalization;
using Pockitect.Bench;

switch (args)
{
    case ["deploy"]:
        await DeployBench.RunAsync(Console.Out, CancellationToken.None);
        return 0;
    case ["startup", var pockitect, var hello]:
        await StartupBench.RunAsync(pockitect, hello, Console.Out, CancellationToken.None);
        return 0;
    case ["redis", "disturb", var commands]:
        return await DisturbanceBench.RunAsync(int.Parse(commands, CultureInfo.InvariantCulture), seed: 1, Console.Out, CancellationToken.None);
    case ["redis", "kill", var times]:
        return await KillBench.RunAsync(int.Parse(times, CultureInfo.InvariantCulture), seed: 1, Console.Out, CancellationToken.None);
    case ["redis", "speed"]:
        await BusBench.RunAsync(Console.Out, CancellationToken.None);
        return 0;
    case ["monitor", var pockitect]:
        await MonitorBench.RunAsync(pockitect, Console.Out, CancellationToken.None);
        return 0;
    case ["watch", var edits]:
        return await WatchBench.RunAsync(int.Parse(edits, CultureInfo.InvariantCulture), Console.Out, CancellationToken.None);
    case ["wizard", var pockitect]:
        await WizardBench.RunAsync(pockitect, Console.Out, CancellationToken.None);
        return 0;
    default:
        await Console.Error.WriteLineAsync("deploy, startup POCKITECT HELLO, monitor POCKITECT, wizard POCKITECT, watch N, or redis disturb N, kill N or speed; the commands of the same names in bench/ build what they measure and run it.");
        return 2;
}
