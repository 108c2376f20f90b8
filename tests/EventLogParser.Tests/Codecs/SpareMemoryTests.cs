using Rightsizer.EventLogParser.Codecs;

namespace Rightsizer.EventLogParser.Tests.Codecs;

public unsafe class SpareMemoryTests
{
    readonly SpareMemory memory = new();

    [Fact]
    public void WhatIsGivenBack_GoesOnceToTheNextWhoWantsAsMuch()
    {
        var first = memory.Take(10_000);
        memory.Give(first, 10_000);
        byte* other = memory.Take(10_001), second = memory.Take(10_000), third = memory.Take(10_000);
        Assert.True(second == first);
        Assert.True(other != first && third != first);
        Assert.Equal(0, memory.KeptBytes);
        memory.Give(other, 10_001);
        memory.Give(second, 10_000);
        memory.Give(third, 10_000);
        memory.Give(null, 10_000);
        Assert.Equal(30_001, memory.KeptBytes);
    }

    [Fact]
    public void OfMuch_TheLastIsKept()
    {
        for (var bytes = 1_000_000; bytes < 1_000_020; bytes++) memory.Give(memory.Take(bytes), bytes);
        Assert.Equal(1_000_014 + 1_000_015 + 1_000_016 + 1_000_017 + 1_000_018 + 1_000_019, memory.KeptBytes);
        memory.Give(memory.Take(SpareMemory.MostBytes + 1), SpareMemory.MostBytes + 1);
        Assert.InRange(memory.KeptBytes, 1, SpareMemory.MostBytes);
    }
}
