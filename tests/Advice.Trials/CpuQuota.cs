using System.Globalization;

namespace Rightsizer.Advice.Trials;

/// <summary>
/// A share of the CPU for each worker (cgroup v1, as shared/spark-logs/work/README says), so that executors do not take the driver's.
/// Where the system has none of it, nothing is limited.
/// </summary>
sealed class CpuQuota : IDisposable
{
    const string Root = "/sys/fs/cgroup/cpu";
    const int PeriodUs = 20_000, MostPercentOfAll = 160;

    readonly List<string> groups = [];
    readonly int quotaUs;

    public CpuQuota(string name, TrialShape shape, bool limited)
    {
        var percentOfCore = Math.Min(100, Environment.ProcessorCount * MostPercentOfAll / 2 / shape.Slots);
        quotaUs = PeriodUs * percentOfCore * shape.CoresOfWorker / 100;
        for (var i = 0; limited && i < shape.Workers; i++)
        {
            var group = Path.Combine(Root, $"{name}-{i}");
            try
            {
                Directory.CreateDirectory(group);
                File.WriteAllText(Path.Combine(group, "cpu.cfs_period_us"), PeriodUs.ToString(CultureInfo.InvariantCulture));
                groups.Add(group);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return;
            }
        }
    }

    public static bool IsAvailable { get; } = File.Exists(Path.Combine(Root, "cpu.cfs_quota_us")) && Environment.IsPrivilegedProcess;

    /// <summary>Words of the shell that put it into the group of a worker.</summary>
    public string Enter(int worker) => worker < groups.Count ? $"echo $$ > {groups[worker]}/cgroup.procs; " : "";

    public void Set(bool on)
    {
        foreach (var group in groups)
            File.WriteAllText(Path.Combine(group, "cpu.cfs_quota_us"), on ? quotaUs.ToString(CultureInfo.InvariantCulture) : "-1");
    }

    public void Dispose()
    {
        foreach (var group in groups)
        {
            for (var n = 0; n < 50 && Directory.Exists(group); n++)
            {
                try
                {
                    Directory.Delete(group);
                }
                catch (IOException)
                {
                    Thread.Sleep(100);
                }
            }
        }
    }
}
