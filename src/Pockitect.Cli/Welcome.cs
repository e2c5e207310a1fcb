namespace Pockitect.Cli;

/// <summary>What `pockitect` alone says: what it is, and what to do next.</summary>
internal static class Welcome
{
    public static int Show(Invocation invocation)
    {
        var output = invocation.Output;
        var ink = output.DataInk;
        output.Tell($"{ink.Strong("Pockitect")} takes you from nothing to running AWS infrastructure, and back to nothing.");
        output.Tell($"");
        output.Tell($"  {ink.Strong("pockitect demo")}      See it all once, in a sandbox on this computer. No account, no cost.");
        output.Tell($"  {ink.Strong("pockitect new")}       Answer a few questions and get a blueprint.");
        output.Tell($"  {ink.Strong("pockitect plan")}      See what a deploy would do.");
        output.Tell($"  {ink.Strong("pockitect deploy")}    Do it.");
        output.Tell($"  {ink.Strong("pockitect delete")}    Take it all away again.");
        output.Tell($"  {ink.Strong("pockitect doctor")}    Check that all is there that Pockitect needs.");
        output.Tell($"");
        output.Tell($"Add --sandbox to any command to practise without an AWS account. `pockitect --help` lists everything.");
        return ExitCodes.Done;
    }
}
