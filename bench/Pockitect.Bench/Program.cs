using Pockitect.Bench;

switch (args)
{
    case ["deploy"]:
        await DeployBench.RunAsync(Console.Out, CancellationToken.None);
        return 0;
    case ["startup", var pockitect, var hello]:
        await StartupBench.RunAsync(pockitect, hello, Console.Out, CancellationToken.None);
        return 0;
    case ["monitor", var pockitect]:
        await MonitorBench.RunAsync(pockitect, Console.Out, CancellationToken.None);
        return 0;
    default:
        await Console.Error.WriteLineAsync("deploy, startup POCKITECT HELLO, or monitor POCKITECT; the commands of the same names in bench/ build what they measure and run it.");
        return 2;
}
