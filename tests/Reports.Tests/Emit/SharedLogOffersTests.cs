using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;
using Rightsizer.Analyzer.Platforms.Files;
using Rightsizer.Reports.Emit;
using Rightsizer.TestSupport;

namespace Rightsizer.Reports.Tests.Emit;

public class SharedLogOffersTests
{
    [Fact]
    public void EveryOffer_PassesTheLimitsOfItsPlatform()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        Assert.SkipUnless(Thoroughness.Full, Thoroughness.SkipReason);
        var failures = new List<string>();
        var written = 0;
        var logs = Thoroughness.Choose(SharedLogs.All, nth: 20).Where(l => !l.Name.StartsWith("codecs/", StringComparison.Ordinal));
        foreach (var log in logs)
        {
            var run = ApplicationRunLoader.Load(
                EventLogLocator.Find(log.Path)[^1], new EventLogReaderOptions(), null, TestContext.Current.CancellationToken);
            var sizing = ClusterSizer.Size([run], new SizingRequest(), null, TestContext.Current.CancellationToken);
            foreach (var offer in sizing.Offers.Where(o => o.Rank > 0))
            {
                foreach (var kind in EmitKind.All.Where(k => EmitKind.Platforms(k).Contains(offer.Platform)))
                {
                    try
                    {
                        Emitter.Emit(kind, offer, sizing.JobName, null, PriceBook.Embedded);
                        written++;
                    }
                    catch (RightsizerException e)
                    {
                        failures.Add($"{log.Name}, {kind}: {e.Message}");
                    }
                }
            }
        }
        Assert.True(failures.Count == 0, string.Join("\n", failures.Distinct()));
        Assert.True(written > 50, $"{written} written");
    }
}
