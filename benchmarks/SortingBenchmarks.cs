using BenchmarkDotNet.Attributes;
using Rightsizer.Analyzer.Numerics.Internals;

namespace Rightsizer.Benchmarks;

/// <summary>The numbers of one stage's tasks in order. Compiled ahead, the framework's sort calls a comparer for each pair.</summary>
public class SortingBenchmarks
{
    double[] unsorted = [], sorted = [];

    [Params(40, 2000)]
    public int Tasks { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        unsorted = [.. Enumerable.Range(0, Tasks).Select(_ => (double)random.Next(200, 60_000))];
        sorted = new double[Tasks];
    }

    [Benchmark(Baseline = true)]
    public void Framework()
    {
        unsorted.CopyTo(sorted, 0);
        Array.Sort(sorted);
    }

    [Benchmark]
    public void Bytes()
    {
        unsorted.CopyTo(sorted, 0);
        FastSort.Sort(sorted);
    }
}
