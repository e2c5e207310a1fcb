using Pockitect.Cli.Host;
using Pockitect.Cli.Rendering;
using Pockitect.Core.Guards;

namespace Pockitect.Cli.Interaction;

/// <summary>Prompts the user on standard error, so that redirected output stays clean.</summary>
/// <param name="yes">Skips questions that --yes answers.</param>
/// <param name="canAsk">Whether the terminal is interactive.</param>
internal sealed class Questions(HostEnvironment host, Output output, bool yes, bool canAsk)
{
    public bool CanAsk => canAsk;

    /// <summary>Asks for what a plan needs: nothing, a yes, or a typed name.</summary>
    /// <param name="confirm">The name given with the command; null if none was.</param>
    /// <returns>Null if the user did not approve.</returns>
    /// <exception cref="CommandException">The given name is another one, or an answer is required but not running
    /// interactively.</exception>
    public async Task<Approval?> ApproveAsync(ApprovalRule rule, string question, string? confirm, CancellationToken ct)
    {
        var given = new GivenAnswers(yes, confirm, canAsk);
        switch (rule.Answer(given))
        {
            case AdvanceAnswer.Approved:
                return rule.Accept(given);
            case AdvanceAnswer.WrongName:
                throw new CommandException(
                    $"--confirm is '{confirm}', but this is about '{rule.Name}'. Nothing was changed.", ExitCodes.Usage);
            case AdvanceAnswer.NameMissing:
                throw new CommandException($"This account needs --confirm {rule.Name}; --yes is not enough: {question}", ExitCodes.Usage);
            case AdvanceAnswer.Refused:
                return null;
        }

        Demand(question);
        if (rule.Name is { } name) return rule.Accept(await AskAsync($"{question}\nType {name} to confirm: ", ct));
        return (await AskAsync($"{question} [y/N] ", ct)).Trim() is "y" or "Y" or "yes" or "Yes" or "YES" ? rule.Accept() : null;
    }

    /// <summary>Asks until the answer is valid.</summary>
    /// <param name="question">The prompt, without a colon.</param>
    /// <param name="usual">The default for an empty answer; null if an answer is required.</param>
    /// <param name="wrong">Returns the error in an answer, or null.</param>
    public async Task<string> TextAsync(string question, string? usual, Func<string, string?> wrong, CancellationToken ct)
    {
        Demand(question);
        while (true)
        {
            var answer = (await AskAsync(usual is { Length: > 0 } ? $"{question} [{usual}]: " : $"{question}: ", ct)).Trim();
            if (answer.Length == 0 && usual is not null) return usual;
            var problem = answer.Length == 0 ? "An answer is required." : wrong(answer);
            if (problem is null) return answer;
            output.Say($"  {problem}");
        }
    }

    /// <summary>Asks for a secret, without echo.</summary>
    public async Task<string> SecretAsync(string question, CancellationToken ct)
    {
        Demand(question);
        while (true)
        {
            var answer = (await AskAsync($"{question} (hidden): ", ct, host.ReadHidden)).Trim();
            if (answer.Length > 0) return answer;
            output.Say($"  An answer is required.");
        }
    }

    /// <summary>Asks to select a choice by number or word. An empty answer selects the first.</summary>
    public async Task<string> ChoiceAsync(string question, IReadOnlyList<(string Word, string Meaning)> choices, CancellationToken ct)
    {
        Demand(question);
        output.Say($"{question}:");
        for (var i = 0; i < choices.Count; i++) output.Say($"  {i + 1}. {output.Style.Strong(choices[i].Word)}  {choices[i].Meaning}");
        var answer = await TextAsync(
            "Number or word", choices[0].Word, given => Chosen(given) is null ? $"Choose 1 to {choices.Count}." : null, ct);
        return Chosen(answer)!; // Checked above.

        string? Chosen(string given) => int.TryParse(given, out var number) && number >= 1 && number <= choices.Count
            ? choices[number - 1].Word
            : choices.Select(choice => choice.Word).FirstOrDefault(word => word.Equals(given, StringComparison.OrdinalIgnoreCase));
    }

    private void Demand(string question)
    {
        if (canAsk) return;
        throw new CommandException(
            $"Input required, but not running interactively: {question} Add --yes, or pass the answer as an option.", ExitCodes.Usage);
    }

    private async Task<string> AskAsync(string prompt, CancellationToken ct, Func<string?>? read = null)
    {
        await output.PromptAsync(prompt, ct);
        // Reading from a terminal can't be canceled; Ctrl+C abandons the read.
        return await Task.Run(read ?? host.In.ReadLine, CancellationToken.None).WaitAsync(ct)
            ?? throw new CommandException("Input ended early.", ExitCodes.Usage);
    }
}
