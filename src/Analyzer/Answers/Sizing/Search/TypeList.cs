using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Platforms;

namespace Rightsizer.Analyzer.Answers.Sizing.Search;

/// <summary>Instance types that may be offered, and why the others may not.</summary>
static class TypeList
{
    public static List<InstanceType> Allowed(
        SizingRequest request, PriceBook book, string region, string? release, NodeRates rates, List<LeftOut> leftOut)
    {
        var allowed = new List<InstanceType>();
        var reasons = new SortedDictionary<LeftOutReason, (string Words, List<string> Names)>();
        foreach (var type in book.Types)
        {
            var named = request.AllowTypes.Any(a => Matches(a, type));
            if (request.AllowTypes.Count > 0 && !named) continue;
            if (request.DenyTypes.Any(d => Matches(d, type))) continue;
            if (request.Architectures.Count > 0 && !request.Architectures.Contains(type.Arch)) continue;
            var why = Why(type, book, region, release, rates, named);
            if (why is not { } because) allowed.Add(type);
            else if (reasons.TryGetValue(because.Reason, out var there)) there.Names.Add(type.Name);
            else reasons[because.Reason] = (because.Words, [type.Name]);
        }
        foreach (var (reason, (why, names)) in reasons)
            leftOut.Add(new LeftOut(names.Count > 3 ? FormattableString.Invariant(
                $"{names.Count} instance types, {names[0]} to {names[^1]}") : string.Join(", ", names), reason, why, names.Count));
        foreach (var asked in request.AllowTypes.Where(a => !book.Types.Any(t => Matches(a, t))))
            leftOut.Add(new LeftOut(asked, LeftOutReason.UnknownName, "no type or family of that name is in the price list"));
        return allowed;
    }

    static (LeftOutReason Reason, string Words)? Why(
        InstanceType type, PriceBook book, string region, string? release, NodeRates rates, bool named)
    {
        if (type.Emr == EmrSupport.No) return (LeftOutReason.NotOnEmr, "not supported by EMR");
        if (type.Emr == EmrSupport.Unknown && !named)
            return (LeftOutReason.EmrSupportUnknown, "EMR support not known; include them with --allow");
        if (!named && type.Emr == EmrSupport.Yes && !type.RunsOnEmr(release))
            return (LeftOutReason.NotInRelease, $"not supported by {release ?? "the newest EMR"}; include them with --allow");
        if (!named && TypeKinds.IsOld(type)) return (LeftOutReason.OldGeneration, "older generation; include them with --allow");
        if (!named && TypeKinds.IsSpecial(type))
            return (LeftOutReason.Special, "accelerated, burstable, flex or bare metal; include them with --allow");
        if (book.YarnMemoryOf(type.Name) is null)
            return (LeftOutReason.YarnMemoryUnknown, "their YARN memory is not in the price list");
        if (book.Ec2OnDemand(region, type.Name).Usd is null) return (LeftOutReason.NoOnDemandPrice, $"no On-Demand price in {region}");
        return rates.Of(type.Name, Purchase.OnDemand) is null
            ? (LeftOutReason.NoFeeOrVolumePrice, "the EMR fee or the default EBS volumes have no price") : null;
    }

    static bool Matches(string asked, InstanceType type) => asked == type.Name || asked == type.Family;
}
