using Pockitect.Crash;

switch (args)
{
    case ["victim", "record", var file, .. var command]:
        return await Victim.RecordAsync(file, command);
    case ["victim", var moment, var call, .. var command]:
        return await Victim.DieAsync(Enum.Parse<Moment>(moment), CallName.Parse(call), command);
    case ["matrix", .. var options]:
        return await MatrixCommand.RunAsync(MatrixOptions.Parse(options), CancellationToken.None);
    default:
        await Console.Error.WriteLineAsync($"{MatrixOptions.Usage}; bench/crash builds it and goes through all of them.");
        return 2;
}
