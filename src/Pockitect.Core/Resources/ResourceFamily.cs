namespace Pockitect.Core.Resources;

/// <summary>Resource types that people see as one kind; each family has an icon and a color.</summary>
public enum ResourceFamily
{
    Network,
    Security,
    Compute,
    Storage,
    Database,
    Identity,
    Other,
}
