using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Cli.Tests;

public class LogSourcesTests
{
    [Fact]
    public void MoreLogsThanTheLimit_AreAnErrorThatNamesIt_AndAsManyAreRead()
    {
        static IEnumerable<EventLog> Endless()
        {
            while (true) yield return new EventLog { Kind = EventLogKind.Single, Location = "l", Parts = [] };
        }

        Assert.Equal(3, LogSources.Bounded(Endless().Take(3), "place", 3).Count());
        var e = Assert.Throws<RightsizerException>(() => LogSources.Bounded(Endless(), "place", 3).Count());
        Assert.Equal(ExitCode.BadArguments, e.ExitCode);
        Assert.Equal("place: holds more than 3 logs; name a folder in it, or lift the limit with RIGHTSIZER_MAX_LOGS", e.Message);
    }
}
