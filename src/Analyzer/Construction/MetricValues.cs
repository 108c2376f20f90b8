using System.Runtime.InteropServices;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics.Internals;

namespace Rightsizer.Analyzer.Construction;

/// <summary>The values of one SQL metric: those that tasks and the driver reported, and a 0 for each task that reported none.</summary>
/// <remarks>The zeros are only counted: how many tasks a stage has is a number in the log, and takes no memory.</remarks>
sealed class MetricValues
{
    readonly List<long> reported = [];
    long zeros;
    int lastStage = -1;

    public void Add(long value) => reported.Add(value);

    /// <param name="stageId">Of the stage; its columns come one after the other.</param>
    /// <param name="column">Values of some of its tasks.</param>
    /// <param name="tasks">Tasks of the stage.</param>
    public void AddStage(int stageId, LongColumn column, int tasks)
    {
        for (var i = 0; i < column.Length; i++) reported.Add(column[i]);
        zeros = Math.Max(0, zeros + (stageId == lastStage ? 0 : tasks) - column.Length);
        lastStage = stageId;
    }

    /// <summary>As Spark aggregates it, with its rule for the median.</summary>
    public SqlMetric ToMetric(long accumulator)
    {
        FastSort.Sort(CollectionsMarshal.AsSpan(reported));
        long sum = 0;
        var notZero = 0;
        foreach (var value in reported)
        {
            sum = Saturating.Add(sum, value);
            if (value != 0) notZero++;
        }
        var count = reported.Count + zeros;
        return new SqlMetric(
            accumulator, null, null, sum, At(0), At(count / 2), At(count - 1), (int)Math.Min(int.MaxValue, count), notZero);
    }

    /// <summary>Of the ascending list that the zeros are part of.</summary>
    long At(long place)
    {
        var negative = reported.BinarySearch(0);
        if (negative < 0) negative = ~negative;
        else while (negative > 0 && reported[negative - 1] == 0) negative--;
        if (place < negative) return reported[(int)place];
        return place < negative + zeros ? 0 : reported[(int)(place - zeros)];
    }
}
