using System.Xml.Linq;

namespace Pockitect.Aws.Iam;

/// <summary>Reads the XML of IAM's answers.</summary>
internal static class IamAnswer
{
    /// <summary>The text of a child element; empty where IAM left it out.</summary>
    public static string Text(XElement owner, string name) => owner.Element(name)?.Value ?? "";

    /// <summary>The items of a list; none where IAM left it out.</summary>
    public static IEnumerable<XElement> Members(XElement owner, string list) => owner.Element(list)?.Elements("member") ?? [];

    /// <summary>A policy document, which IAM escapes as in a URL.</summary>
    public static string Document(XElement? document) => Uri.UnescapeDataString(document?.Value ?? "");
}
