using Rightsizer.Analyzer.Answers.Fleet;

namespace Rightsizer.Analyzer.Tests.Fleet;

public class ApportionTests
{
    [Fact]
    public void WhatRoundingLeaves_GoesToTheLargestFractions() => Assert.Equal([33, 33, 34], Apportion.Split(100, [1m, 1m, 1.01m]));

    [Fact]
    public void WithoutWeights_TheFirstTakesAll() => Assert.Equal([7, 0], Apportion.Split(7, [0m, 0m]));

    [Fact]
    public void PartsAlwaysSumToTheWhole()
    {
        var random = new Random(1);
        for (var i = 0; i < 1000; i++)
        {
            var weights = Enumerable.Range(0, random.Next(1, 40))
                .Select(_ => random.NextDouble() < 0.2 ? double.NaN : random.NextDouble() * Math.Pow(10, random.Next(-6, 12))).ToList();
            var total = random.NextInt64(0, 1_000_000_000_000);
            var parts = Apportion.Split(total, weights);
            Assert.Equal(total, parts.Sum());
            Assert.All(parts, p => Assert.True(p >= 0));
        }
    }

    [Fact]
    public void Dollars_KeepSixPlaces() => Assert.Equal([0.333334m, 0.333333m, 0.333333m], Apportion.Usd(1m, [1, 1, 1]));
}
