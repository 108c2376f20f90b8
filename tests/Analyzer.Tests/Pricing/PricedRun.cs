using System.Globalization;
using Rightsizer.Analyzer.Model;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Pricing;

/// <summary>Runs of a few lines to price.</summary>
static class PricedRun
{
    public static ApplicationRun Of(long? seconds, IEnumerable<(string Host, int Cores, long FromSeconds, long? ToSeconds)> executors,
        params (string Key, string Value)[] settings)
    {
        var sketch = new RunSketch(seconds * 1000);
        if (seconds is null) sketch.StartMs = null;
        foreach (var (index, (host, cores, from, to)) in executors.Index())
        {
            sketch.Executor(host == "driver" ? host : index.ToString(CultureInfo.InvariantCulture), cores, from * 1000, to * 1000, host);
        }
        foreach (var (key, value) in settings)
        {
            if (key.StartsWith("yarn.", StringComparison.Ordinal)) sketch.HadoopSetting(key, value);
            else if (key.StartsWith("os.", StringComparison.Ordinal)) sketch.SystemProperty(key, value);
            else if (key.StartsWith('/')) sketch.OnClasspath(key, value);
            else sketch.Setting(key, value);
        }
        return sketch.Build();
    }
}
