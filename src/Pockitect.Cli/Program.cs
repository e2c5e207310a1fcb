using Pockitect.Cli;

// First of all: see there.
var streams = StandardStreams.Open();
using var interrupts = new Interrupts();
return await App.RunAsync(args, HostEnvironment.OfThisProcess(streams), interrupts.Token);
