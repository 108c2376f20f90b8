using System.Text;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.EventLogParser.Tests.Input;

/// <summary>A file is told by its first 64 KiB, wherever in them its first event is named.</summary>
public class LogPeekTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(4_070, true)]
    [InlineData(4_090, true)]
    [InlineData(60_000, true)]
    [InlineData(66_000, false)]
    public void EventBehindOtherFields_IsSeenInTheFirst64KiB(int bytesBefore, bool isLog)
    {
        var text = $"\uFEFF \n{{\"x\":\"{new string('x', bytesBefore)}\",\"Event\":\"SparkListenerLogStart\"}}\n";

        Assert.Equal(isLog, LogPeek.LooksLikeEventLog(new MemoryPart("a", Encoding.UTF8.GetBytes(text)), out var damage));
        Assert.Null(damage);
    }

    [Fact]
    public void TextThatIsNoObject_IsNoLog() =>
        Assert.False(LogPeek.LooksLikeEventLog(new MemoryPart("a", "[\"Event\"]"u8.ToArray()), out _));
}
