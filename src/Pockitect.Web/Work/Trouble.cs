using Microsoft.Extensions.Logging;
using Pockitect.Aws.Accounts;
using Pockitect.Aws.Clients;
using Pockitect.Core.Execution;

namespace Pockitect.Web.Work;

/// <summary>What went wrong on a page, for its person; what nobody foresaw is logged too.</summary>
public sealed partial class Trouble(ILogger<Trouble> log)
{
    /// <summary>AWS said no, or was not reached.</summary>
    public static bool IsOfAws(Exception e) => e is SignInException or FaultException || AwsFaults.Explain(e).Kind is not (FaultKind.Bug or FaultKind.Cancelled);

    /// <summary>The same as a sentence or two, with what to do.</summary>
    public static string Words(Exception e) => e switch
    {
        SignInException => e.Message,
        FaultException { Fault: var fault } => Advice.WithMessage(fault),
        _ when IsOfAws(e) && AwsFaults.Explain(e) is var fault => Advice.WithMessage(fault),
        IOException or UnauthorizedAccessException => $"{e.Message} Check the rights on that file or folder, and the space on its disk.",
        _ => $"This is a mistake in Pockitect, and its log says more: {e.Message}",
    };

    /// <summary>Words for the page; the log gets what nobody foresaw.</summary>
    public string Tell(Exception e)
    {
        if (!IsOfAws(e) && e is not (IOException or UnauthorizedAccessException)) LogUnforeseen(e);
        return Words(e);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A page failed by a mistake in Pockitect")]
    private partial void LogUnforeseen(Exception e);
}
