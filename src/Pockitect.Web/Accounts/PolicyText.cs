using System.Text.Encodings.Web;
using System.Text.Json;
using Pockitect.Aws;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Policies;
using Pockitect.Core.Resources;
using Pockitect.Web.Work;

namespace Pockitect.Web.Accounts;

/// <summary>The IAM policies as text, with their actions. Works without signing in.</summary>
public sealed class PolicyText : IDisposable
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly AwsClients _unused;
    private readonly Catalog _catalog;

    public PolicyText(AppParts parts)
    {
        // The catalog's types need clients, which are never used here.
        _unused = new AwsClients(AwsAccount.None, new AwsClientOptions { RequestLimits = false });
        _catalog = AwsCatalog.Create(_unused, parts.Home.Keys);
    }

    /// <summary>Returns the policies by name; several if AWS's size limit requires it.</summary>
    public IReadOnlyList<(string Name, string Json)> Of(bool isReadOnly) =>
        [
            .. (isReadOnly ? IamPolicy.ReadOnly(_catalog) : IamPolicy.Full(_catalog)).Select(
                policy => (policy.Name, policy.Document.ToJsonString(Indented))),
        ];

    public IReadOnlyList<string> ActionsOf(bool isReadOnly) =>
        isReadOnly ? IamPolicy.ReadOnlyActions(_catalog) : IamPolicy.FullActions(_catalog);

    public void Dispose() => _unused.Dispose();
}
