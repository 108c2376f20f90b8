using System.Text.Json;
using System.Text.Json.Serialization;
using Rightsizer.Analyzer.Facts;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Answers.Fleet.Commitments;

/// <summary>What a commitment may be spent on.</summary>
public enum CommitmentKind
{
    /// <summary>EC2 of any family, size and region, and Fargate.</summary>
    [JsonStringEnumMemberName("computeSavingsPlan")] ComputeSavingsPlan,

    /// <summary>EC2 of one family, in any of its sizes.</summary>
    [JsonStringEnumMemberName("reservation")] Reservation,
}

/// <summary>A commitment that could be bought, as the user's file describes it.</summary>
public sealed record CommitmentOffer
{
    /// <summary>For people.</summary>
    public required string Name { get; init; }
    public required CommitmentKind Kind { get; init; }

    /// <value>US dollars an hour, day and night, at the commitment's own rates; of a reservation for all of its instances, with its part
    /// of an upfront payment.</value>
    public required decimal UsdPerHour { get; init; }

    /// <summary>Of a Savings Plan: what its rate is below the On-Demand price, from 0 to 1. Not of a reservation.</summary>
    public decimal? Discount { get; init; }

    /// <summary>Of a reservation: "m5.xlarge". It covers other sizes of its family as well.</summary>
    public string? InstanceType { get; init; }

    /// <summary>Of a reservation: how many.</summary>
    public int? Count { get; init; }

    /// <summary>What part of the commitment that Spark leaves unused other work takes, at what it costs; from 0 to 1.</summary>
    public decimal OtherUse { get; init; }
}

/// <summary>The file of <c>report --commitments</c>.</summary>
public static class CommitmentOffers
{
    const int MostOffers = 100, LongestName = 100;

    const decimal MaxUsdPerHour = 1_000_000m;

    /// <summary>Reads {"commitments": [...]}.</summary>
    /// <exception cref="RightsizerException">The text is no such document.</exception>
    public static IReadOnlyList<CommitmentOffer> Parse(string name, string json)
    {
        try
        {
            JsonLists.RefuseNulls(json);
            var file = JsonSerializer.Deserialize(json, CommitmentJson.Default.CommitmentFile) ?? throw new JsonException("empty");
            if (file.Commitments.Count is 0 or > MostOffers) throw Bad($"{name}: 1 to {MostOffers} commitments");
            for (var i = 0; i < file.Commitments.Count; i++)
            {
                if (Problem(file.Commitments[i]) is { } problem)
                    throw Bad(FormattableString.Invariant($"{name}: commitments[{i}]: {problem}"));
            }
            return file.Commitments;
        }
        catch (JsonException e)
        {
            throw Bad($"{name}: not a file of "
                + $"commitments{(e.LineNumber is { } line ? FormattableString.Invariant($" (line {line + 1})") : "")}: "
                + $"{e.Message.Split(" Path:")[0].TrimEnd('.')}; docs/fleet.md describes it", e);
        }
    }

    static string? Problem(CommitmentOffer o)
    {
        if (o.Name.Length is 0 or > LongestName) return $"name must have 1 to {LongestName} characters";
        if (o.UsdPerHour is <= 0 or > MaxUsdPerHour) return "usdPerHour must be above 0";
        if (o.OtherUse is < 0 or > 1) return "otherUse must be from 0 to 1";
        if (o.Kind == CommitmentKind.ComputeSavingsPlan)
        {
            if (o.InstanceType is not null || o.Count is not null) return "a Savings Plan has neither instanceType nor count";
            return o.Discount is > 0 and < 1 ? null : "a Savings Plan needs discount, above 0 and below 1";
        }
        if (o.Discount is not null) return "a reservation has no discount: usdPerHour says it";
        return o is { InstanceType.Length: > 0, Count: > 0 and <= 1_000_000 } ? null : "a reservation needs instanceType and count";
    }

    static RightsizerException Bad(string message, Exception? inner = null) => new(ExitCode.BadArguments, message, inner);
}

sealed record CommitmentFile(IReadOnlyList<CommitmentOffer> Commitments);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(CommitmentFile))]
sealed partial class CommitmentJson : JsonSerializerContext;
