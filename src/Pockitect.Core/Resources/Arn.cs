namespace Pockitect.Core.Resources;

/// <summary>Amazon Resource Names.</summary>
public static class Arn
{
    /// <param name="format">The ARN of a type's resources, with <c>{region}</c>, <c>{account}</c> and <c>{id}</c> in it.</param>
    /// <param name="place">Where the resource is.</param>
    /// <param name="id">Its ID; an asterisk for every resource of the type.</param>
    public static string Of(string format, Place place, string id) => format
        .Replace("{region}", place.Region, StringComparison.Ordinal)
        .Replace("{account}", place.AccountId, StringComparison.Ordinal)
        .Replace("{id}", id, StringComparison.Ordinal);
}
