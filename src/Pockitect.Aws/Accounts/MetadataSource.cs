using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;

namespace Pockitect.Aws.Accounts;

/// <summary>Keys from the machine itself: of a container or an EC2 instance.</summary>
internal sealed class MetadataSource(SignInContext context, AwsClientOptions options)
{
    private const string ContainerHost = "http://169.254.170.2";
    private const string InstanceHost = "http://169.254.169.254";

    // It is on this machine: an endpoint that doesn't respond immediately doesn't exist.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // Tokens for keys are sent to no other host in plain text:
    // https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
    private static readonly string[] ContainerHosts = ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"];

    /// <summary>Whether this machine reports that it is an EC2 instance.</summary>
    public static bool IsEc2()
    {
        try
        {
            return Says("/sys/class/dmi/id/sys_vendor", "Amazon EC2") || Says("/sys/hypervisor/uuid", "ec2");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        static bool Says(string path, string word) =>
            File.Exists(path) && File.ReadAllText(path).StartsWith(word, StringComparison.OrdinalIgnoreCase);
    }

    public async Task<HeldKeys> OfContainerAsync(CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, ContainerAddress());
        if (Profiles.Given("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", context) is { } file)
            request.Headers.TryAddWithoutValidation("Authorization", (await File.ReadAllTextAsync(file, ct)).Trim());
        else if (Profiles.Given("AWS_CONTAINER_AUTHORIZATION_TOKEN", context) is { } token)
            request.Headers.TryAddWithoutValidation("Authorization", token);
        return await AskAsync("the container", async http => Keys("the container", await TextAsync(http, request, ct)));
    }

    public async Task<HeldKeys> OfInstanceAsync(CancellationToken ct)
    {
        var host = Profiles.Given("AWS_EC2_METADATA_SERVICE_ENDPOINT", context)
            ?? ("IPv6".Equals(context.Variable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"), StringComparison.OrdinalIgnoreCase)
                ? "http://[fd00:ec2::254]"
                : InstanceHost);
        return await AskAsync("the instance", async http =>
        {
            using var opening = Request(HttpMethod.Put, "api/token", "X-aws-ec2-metadata-token-ttl-seconds", "300");
            var token = await TextAsync(http, opening, ct);
            using var asking = Request(HttpMethod.Get, "meta-data/iam/security-credentials/", "X-aws-ec2-metadata-token", token);
            var role = (await TextAsync(http, asking, ct)).Split('\n')[0].Trim();
            using var taking = Request(HttpMethod.Get, $"meta-data/iam/security-credentials/{role}", "X-aws-ec2-metadata-token", token);
            return Keys("the instance", await TextAsync(http, taking, ct));
        });

        HttpRequestMessage Request(HttpMethod method, string path, string header, string value)
            => new(method, new Uri($"{host.TrimEnd('/')}/latest/{path}")) { Headers = { { header, value } } };
    }

    private Uri ContainerAddress()
    {
        if (Profiles.Given("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", context) is { } relative) return new Uri(ContainerHost + relative);
        var full = Profiles.Given("AWS_CONTAINER_CREDENTIALS_FULL_URI", context) ?? "";
        return Uri.TryCreate(full, UriKind.Absolute, out var uri)
            && (uri.Scheme == "https" || (uri.Scheme == "http" && (uri.IsLoopback || ContainerHosts.Contains(uri.Host))))
            ? uri
            : throw new SignInException($"Invalid AWS_CONTAINER_CREDENTIALS_FULL_URI '{full}'. Use https, or an address of this machine.");
    }

    private async Task<HeldKeys> AskAsync(string who, Func<HttpClient, Task<HeldKeys>> ask)
    {
        // A proxy can't reach it.
        using var http = options.Handler is { } played
            ? new HttpClient(played, disposeHandler: false) { Timeout = Patience }
            : new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = Patience })
            {
                Timeout = Patience,
            };
        try
        {
            return await ask(http);
        }
        catch (HttpRequestException e) when (e.StatusCode is HttpStatusCode.NotFound)
        {
            throw new SignInException($"This machine ({who}) has no role. Assign one, or choose another identity.", e);
        }
        catch (HttpRequestException e) when (e.StatusCode is { } status)
        {
            throw new SignInException($"The metadata of {who} returned HTTP {(int)status}. Choose another identity with --identity.", e);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
        {
            throw new SignInException($"The metadata of {who} is not responding: {e.Message} Choose another identity with --identity.", e);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            // Not the answer itself, which may contain keys.
            throw new SignInException($"The metadata of {who} returned no keys.", e);
        }
    }

    private static async Task<string> TextAsync(HttpClient http, HttpRequestMessage request, CancellationToken ct)
    {
        using var answer = await http.SendAsync(request, ct);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync(ct);
    }

    private static HeldKeys Keys(string who, string text)
    {
        var note = JsonNode.Parse(text);
        if (note?["AccessKeyId"]?.GetValue<string>() is not { } key || note["SecretAccessKey"]?.GetValue<string>() is not { } secret)
            throw new SignInException($"The metadata of {who} has no keys{(note?["Code"] is { } code ? $": {code}" : "")}.");
        var expires = note["Expiration"]?.GetValue<string>() is { } end
            ? DateTimeOffset.Parse(end, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            : (DateTimeOffset?)null;
        return new HeldKeys(new(key, secret, note["Token"]?.GetValue<string>(), note["AccountId"]?.GetValue<string>()), expires);
    }
}
