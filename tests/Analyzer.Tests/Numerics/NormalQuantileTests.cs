using Rightsizer.Analyzer.Numerics;

namespace Rightsizer.Analyzer.Tests.Numerics;

public class NormalQuantileTests
{
    /// <summary>Values of Python's statistics.NormalDist().inv_cdf: the middle, both tails, and where they meet.</summary>
    [Theory]
    [InlineData(1e-300, -37.0470962993612)]
    [InlineData(1e-20, -9.262340089798405)]
    [InlineData(2.5e-06, -4.564787730280884)]
    [InlineData(0.001, -3.090232306167813)]
    [InlineData(0.075, -1.4395314709384557)]
    [InlineData(0.0750001, -1.4395307645017297)]
    [InlineData(0.3, -0.5244005127080407)]
    [InlineData(0.5, 0)]
    [InlineData(0.9, 1.2815515655446008)]
    [InlineData(0.925, 1.439531470938456)]
    [InlineData(0.99, 2.3263478740408408)]
    [InlineData(0.999999, 4.753424308817089)]
    public void Quantile_IsThatOfPython(double p, double expected) =>
        Assert.InRange(NormalQuantile.Compute(p), expected - 1e-15 * Math.Abs(expected), expected + 1e-15 * Math.Abs(expected));

    [Theory]
    [InlineData(0.5, 20)]
    [InlineData(1, 3)]
    [InlineData(3, 40)]
    public void Root_IsFoundInFewSteps_WhereTheFunctionIsSteepAndWhereItIsFlat(double power, int most)
    {
        var steps = 0;
        // 0 at 0.7, whatever the power
        double Function(double x)
        {
            steps++;
            return Math.Sign(x - 0.7) * Math.Pow(Math.Abs(x - 0.7), power);
        }

        var root = Root.Find(Function, (0, Function(0)), (1, Function(1)), 1e-6);

        Assert.InRange(root, 0.7 - 1e-5, 0.7 + 1e-5);
        Assert.InRange(steps, 3, most);
    }
}
