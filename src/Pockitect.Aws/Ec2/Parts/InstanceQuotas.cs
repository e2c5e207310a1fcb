using System.Text.RegularExpressions;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Ec2.Parts;

/// <summary>The quotas of vCPUs that instances run on demand, one for each group of instance families.</summary>
/// <seealso href="https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html"/>
internal static partial class InstanceQuotas
{
    private static readonly Dictionary<string, Quota> Vcpus = new (string Families, string Code, string Name)[]
    {
        (
            "a c d h i im is m r t z",
            "L-1216C47A",
            "Standard (A, C, D, H, I, M, R, T, Z)"), ("g gr vt", "L-DB2E81BA", "G and VT"), ("p", "L-417A185B", "P"),
        (
            "inf",
            "L-1945791B",
            "Inf"), ("f", "L-74FC7D96", "F"), ("x", "L-7295265B", "X"), ("trn", "L-2C3B7624", "Trn"), ("dl", "L-6E869C2A", "DL"),
        ("u", "L-43DA4232", "High Memory"), ("hpc", "L-F7808C92", "HPC"),
    }.SelectMany(row => row.Families.Split(' ')
        .Select(family => (family, new Quota("ec2", row.Code, $"vCPUs of running on-demand {row.Name} instances"))))
        .ToDictionary(row => row.family, row => row.Item2, StringComparer.Ordinal);

    /// <summary>The quota that an instance's vCPUs count against; null for a family without a known quota.</summary>
    public static Quota? OfVcpus(string instanceType) => Vcpus.GetValueOrDefault(Family().Match(instanceType).Value);

    [GeneratedRegex("^[a-z]+")]
    private static partial Regex Family();
}
