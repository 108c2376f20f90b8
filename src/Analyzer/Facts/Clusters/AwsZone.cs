namespace Rightsizer.Analyzer.Facts.Clusters;

/// <summary>An availability zone as far as it is known, to look up its Spot price.</summary>
/// <remarks>
/// The same name is another zone in each account; the id is the same everywhere (EC2 guide, "Availability Zone IDs for your AWS
/// resources").
/// </remarks>
public sealed record AwsZone
{
    /// <summary>us-east-1a; null when unknown.</summary>
    public string? Name { get; init; }

    /// <summary>use1-az1; null when unknown.</summary>
    public string? Id { get; init; }

    /// <summary>Account in which the zone has this name; null where the name is meant as the price list has it.</summary>
    public string? Account { get; init; }

    /// <summary>A name or an id, as a person writes it for a price list that they name as well.</summary>
    public static AwsZone Written(string text) => IsId(text) ? new AwsZone { Id = text } : new AwsZone { Name = text };

    /// <summary>Ids end in "-az" and a number, also those of local zones (use1-lax1-az1); no name does.</summary>
    static bool IsId(string text) => text.LastIndexOf("-az", StringComparison.Ordinal) is >= 0 and var at
        && at + 3 < text.Length && text.AsSpan(at + 3).IndexOfAnyExceptInRange('0', '9') < 0;
}
