using Pockitect.Bench;

switch (args)
{
    case ["deploy"]:
        await DeployBench.RunAsync(Console.Out, CancellationToken.None);
        return 0;
    case ["startup", var pockitect, var hello]:
        await StartupBench.RunAsync(pockitect, hello, Console.Out, CancellationToken.None);
        return 0;
    default:
        await Console.Error.WriteLineAsync("deploy, or startup POCKITECT HELLO; bench/deploy and bench/startup build what they measure and run it.");
        return 2;
}
