using Microsoft.Playwright;
using Pockitect.Testing;
using Pockitect.Web.Preferences;

namespace Pockitect.Web.Tests.Accounts;

/// <summary>An app in which Not signed in: AWS is a sandbox, IAM Identity Center the tests' own, and there is no keyring.</summary>
public sealed class SignInFixture : IAsyncLifetime
{
    /// <summary>The keys of the shared files, which open the role that wants a code.</summary>
    public const string BaseSecret = "canary/of+the+base+keys0000000000000001";

    private AppProcess? _app;

    public AppProcess App => _app ?? throw new InvalidOperationException("The app has not started yet.");

    public IdentityCenter Center { get; } = IdentityCenter.Start();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await AppProcess.StartAsync(Ct, (home, sandbox) =>
        {
            var aws = home.CreateSubdirectory(".aws").FullName;
            File.WriteAllText(Path.Combine(aws, "config"), $"{IdentityCenter.Config}\n[profile admin]\nrole_arn = arn:aws:iam::123456789012:role/admin\nsource_profile = base\nmfa_serial = arn:aws:iam::123456789012:mfa/anna\n");
            File.WriteAllText(Path.Combine(aws, "credentials"), $"[base]\naws_access_key_id = AKIABASE000000000001\naws_secret_access_key = {BaseSecret}\n");
            // Whoever is here for the first time is shown around.
            File.Delete(Path.Combine(home.FullName, WindowNotes.FileName));
            return new Dictionary<string, string>
            {
                ["AWS_ENDPOINT_URL"] = sandbox.Endpoint.AbsoluteUri,
                ["AWS_ENDPOINT_URL_SSO"] = Center.Endpoint.AbsoluteUri,
                ["AWS_ENDPOINT_URL_SSO_OIDC"] = Center.Endpoint.AbsoluteUri,
                ["AWS_REGION"] = "eu-west-1",
            };
        });
        await MakeRoleAsync();
    }

    /// <summary>A page of a browser with a session, and who sees all that reaches it.</summary>
    internal async Task<(IPage Page, Witness Witness)> OpenAsync(IBrowser browser, string path)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 860 } });
        context.SetDefaultTimeout(TestPatience.Milliseconds(20_000));
        var page = await context.NewPageAsync();
        var witness = new Witness(page);
        var link = await App.NewLinkAsync(Ct);
        await page.GotoAsync(link.AbsoluteUri);
        await page.GetByRole(AriaRole.Contentinfo).WaitForAsync();
        await page.GotoAsync($"http://{link.Authority}{path}");
        return (page, witness);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        await Center.DisposeAsync();
    }

    /// <summary>Says what the role may do.</summary>
    /// <param name="element">Action or NotAction.</param>
    internal Task AllowAsync(string element, string actions) => CallAsync(
        "PutRolePolicy", ("RoleName", "admin"), ("PolicyName", "all"), ("PolicyDocument", $$"""{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "{{element}}": "{{actions}}", "Resource": "*"}]}"""));

    private async Task MakeRoleAsync()
    {
        const string Trust = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "*"}}]}""";
        await CallAsync("CreateRole", ("RoleName", "admin"), ("AssumeRolePolicyDocument", Trust));
        await AllowAsync("Action", "*");
    }

    /// <summary>Calls IAM. The sandbox takes anybody's signature.</summary>
    private async Task CallAsync(string action, params (string Name, string Value)[] parameters)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, App.Sandbox.Endpoint)
        {
            Content = new FormUrlEncodedContent([new("Action", action), new("Version", "2010-05-08"), .. parameters.Select(one => new KeyValuePair<string, string>(one.Name, one.Value))]),
        };
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=AKIATEST000000000001/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await http.SendAsync(request, Ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }
}
