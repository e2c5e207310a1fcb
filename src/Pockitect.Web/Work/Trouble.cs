using Microsoft.Extensions.Logging;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Errors;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;

namespace Pockitect.Web.Work;

/// <summary>Describes errors for users of a page, and logs unexpected ones.</summary>
public sealed partial class Trouble(ILogger<Trouble> log)
{
    /// <summary>AWS refused the call or was unreachable.</summary>
    public static bool IsOfAws(Exception e) =>
        e is SignInException or FaultException || AwsFaults.Explain(e).Kind is not (FaultKind.Bug or FaultKind.Cancelled);

    /// <summary>Returns the error as a sentence or two, with what to do.</summary>
    public static string Words(Exception e) => e switch
    {
        SignInException => e.Message,
        FaultException { Fault: var fault } => Advice.WithMessage(fault),
        _ when IsOfAws(e) && AwsFaults.Explain(e) is var fault => Advice.WithMessage(fault),
        IOException or UnauthorizedAccessException => $"{e.Message} Check the permissions of the file or folder, and the free disk space.",
        _ => $"This is a bug in Pockitect. Details are in the log: {e.Message}",
    };

    /// <summary>Returns the text for the page, and logs unexpected errors.</summary>
    public string Tell(Exception e)
    {
        if (!IsOfAws(e) && e is not (IOException or UnauthorizedAccessException)) LogUnforeseen(e);
        return Words(e);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A page failed because of a bug in Pockitect")]
    private partial void LogUnforeseen(Exception e);
}
