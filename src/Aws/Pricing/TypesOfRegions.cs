using Amazon.EC2.Model;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Aws.Calls;
using Rightsizer.EventLogParser;

namespace Rightsizer.Aws.Pricing;

/// <summary>What EC2 says of the instance types that have a price, whichever region describes them first.</summary>
/// <param name="say">Told where the account may not ask: the facts of the price list are kept.</param>
sealed class TypesOfRegions(Action<string> say)
{
    const int PageSize = 100;

    /// <summary>Ten times the pages of EC2's largest region: an answer that never ends is not EC2's.</summary>
    const int MostPages = 120;

    const decimal MostGbps = 100_000, MostMbps = 10_000_000, MostGb = 10_000_000, MostMhz = 100_000;

    readonly Dictionary<string, DescribedType> found = new(StringComparer.Ordinal);

    public IReadOnlyList<DescribedType> Found => [.. found.Values.OrderBy(t => t.Name, StringComparer.Ordinal)];

    /// <summary>Asks a region, unless others have described all its types.</summary>
    /// <exception cref="RightsizerException">Pages without end.</exception>
    public async Task AskAsync(Ec2Calls calls, IEnumerable<string> priced, CancellationToken cancellation)
    {
        var wanted = priced.Where(t => !found.ContainsKey(t)).ToHashSet(StringComparer.Ordinal);
        if (wanted.Count == 0) return;
        string? token = null;
        var pages = 0;
        try
        {
            do
            {
                var request = new DescribeInstanceTypesRequest { MaxResults = PageSize, NextToken = token };
                var page = await calls.InstanceTypesAsync(request, cancellation).ConfigureAwait(false);
                foreach (var type in page.InstanceTypes ?? [])
                {
                    if (type.InstanceType?.Value is { } name && wanted.Contains(name) && Read(name, type) is { } read) found[name] = read;
                }
                token = Pages.Next(page.NextToken, token, "DescribeInstanceTypes");
            }
            while (token is not null && ++pages < MostPages);
            if (token is not null)
                throw new RightsizerException(ExitCode.InputUnreadable,
                    $"DescribeInstanceTypes: the answer has more than {MostPages} pages, which no region of AWS has; check the endpoint");
        }
        catch (ServiceRefusal e)
        {
            say($"{e.Message}; the price list's facts of instance types are kept");
        }
    }

    /// <summary>Null where it is no machine that runs Spark on Linux, or has no size.</summary>
    static DescribedType? Read(string name, InstanceTypeInfo type)
    {
        var processors = type.ProcessorInfo?.SupportedArchitectures ?? [];
        var arch = processors.Contains("x86_64") ? "x86_64" : processors.Contains("arm64") ? "arm64" : null;
        if (arch is null || type.VCpuInfo?.DefaultVCpus is not (> 0 and < 100_000 and var vcpu)
            || type.MemoryInfo?.SizeInMiB is not (> 0 and < 1_000_000_000 and var mib)) return null;
        var cards = type.NetworkInfo?.NetworkCards ?? [];
        return new DescribedType
        {
            Name = name,
            Vcpu = vcpu,
            MemoryMib = mib,
            Arch = arch,
            LocalStorageGb = type.InstanceStorageSupported == false ? 0 : Within(type.InstanceStorageInfo?.TotalSizeInGB, MostGb),
            NetworkBaselineGbps = Within(Sum(cards.Select(c => c.BaselineBandwidthInGbps)), MostGbps),
            NetworkBurstGbps = Within(Sum(cards.Select(c => c.PeakBandwidthInGbps)), MostGbps),
            EbsBaselineMbps = Within(type.EbsInfo?.EbsOptimizedInfo?.BaselineBandwidthInMbps, MostMbps),
            SustainedClockMhz = Within(type.ProcessorInfo?.SustainedClockSpeedInGhz * 1000, MostMhz),
        };
    }

    /// <summary>Null where there is none, or one has no figure.</summary>
    static double? Sum(IEnumerable<double?> figures)
    {
        double? sum = null;
        foreach (var figure in figures)
        {
            if (figure is null) return null;
            sum = (sum ?? 0) + figure;
        }
        return sum;
    }

    static decimal? Within(double? figure, decimal most) =>
        figure is { } value && value > 0 && value <= (double)most ? decimal.Round((decimal)value, 3) : null;
}
