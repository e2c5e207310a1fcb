using System.Globalization;
using Microsoft.Extensions.Logging;
using Pockitect.Core.Files;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;

namespace Pockitect.Cli.Sessions;

/// <summary>The log on disk: five files of at most 5 MB, shared by all processes that use the data folder.</summary>
internal static class LogFile
{
    private const long MaxBytes = 5_000_000;

    public static string PathIn(DataFolder folder) => Path.Combine(folder.Logs, "pockitect.log");

    public static ILoggerFactory Open(DataFolder folder) => new SerilogLoggerFactory(
        new LoggerConfiguration()
            .MinimumLevel.Is(LogEventLevel.Information)
            // It would log every page's URL, including launch codes.
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .WriteTo.File(
                PathIn(folder), formatProvider: CultureInfo.InvariantCulture, fileSizeLimitBytes: MaxBytes, rollOnFileSizeLimit: true,
                retainedFileCountLimit: 5, shared: true)
            .CreateLogger(),
        dispose: true);
}
