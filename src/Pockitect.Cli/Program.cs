using Pockitect.Cli;

using var interrupts = new Interrupts();
return await App.RunAsync(args, Surroundings.OfThisProcess(), interrupts.Token);
