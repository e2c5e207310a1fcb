using Pockitect.Cli;
using Pockitect.Cli.Host;

// Must run first; see StandardStreams.
var streams = StandardStreams.Open();
using var interrupts = new Interrupts();
return await App.RunAsync(args, HostEnvironment.OfThisProcess(streams), interrupts.Token);
