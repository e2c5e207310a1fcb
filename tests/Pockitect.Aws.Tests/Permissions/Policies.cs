using Pockitect.Aws.Clients;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Policies;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests.Permissions;

/// <summary>The catalog and its policies, for tests that call nobody.</summary>
internal static class Policies
{
    public static Catalog Catalog { get; } = AwsCatalog.Create(new AwsClients(AwsAccount.Sandbox(new Uri("http://localhost"))), "keys");

    public static IReadOnlyList<string> FullActions { get; } = IamPolicy.FullActions(Catalog);
}
