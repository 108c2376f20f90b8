using System.Globalization;
using System.Runtime.CompilerServices;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Facts;

/// <summary>Engines that take the place of Spark's own operators: the time of such a run says nothing of plain Spark.</summary>
static class NativeEngine
{
    /// <summary>Names of the nodes of all plans of a run.</summary>
    static readonly ConditionalWeakTable<ApplicationRun, HashSet<string>> nodeNames = new();

    /// <summary>Name of the engine; null for plain Spark.</summary>
    /// <param name="run">The run.</param>
    public static string? Detect(ApplicationRun run)
    {
        var settings = run.Environment;
        var nodes = nodeNames.GetValue(run, r => r.SqlExecutions.SelectMany(s => s.PlanNodes).Select(n => n.NodeName)
            .ToHashSet(StringComparer.Ordinal));
        bool Node(Func<string, bool> like) => nodes.Any(like);
        bool Has(string key, string part) => settings[key]?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
        bool On(string plugin, string enabled) => Has("spark.plugins", plugin) && settings[enabled] != "false";

        if (Node(n => n.StartsWith("Photon", StringComparison.Ordinal)) || Has("spark.databricks.clusterUsageTags.sparkVersion", "photon")
            || Has("spark.databricks.clusterUsageTags.effectiveSparkVersion", "photon")
            || Has("spark.databricks.clusterUsageTags.runtimeEngine", "photon")) return "Photon";
        if (Node(n => n.StartsWith("Gpu", StringComparison.Ordinal))
            || (On("com.nvidia.spark.SQLPlugin", "spark.rapids.sql.enabled")
            && !Has("spark.rapids.sql.mode", "explainonly"))) return "RAPIDS";
        if (Node(n => n.StartsWith("Comet", StringComparison.Ordinal)) || On("CometPlugin", "spark.comet.enabled")) return "Comet";
        if (Node(n => n.StartsWith("NativeProject", StringComparison.Ordinal) || n.StartsWith("NativeParquet", StringComparison.Ordinal))
            || (settings["spark.blaze.enable"] ?? settings["spark.auron.enable"]) == "true") return "Blaze";
        if (Node(n => n.StartsWith("CHNative", StringComparison.Ordinal))
            || (On("gluten", "spark.gluten.enabled") && Has("spark.gluten.sql.columnar.backend.lib", "ch"))) return "ClickHouse (Gluten)";
        return Node(n => n.EndsWith("Transformer", StringComparison.Ordinal) || n.StartsWith("Velox", StringComparison.Ordinal))
            || On("gluten", "spark.gluten.enabled") ? "Velox (Gluten)" : null;
    }

    /// <summary>Executors registered with GPUs, or asked for them.</summary>
    /// <param name="run">The run.</param>
    public static bool HadGpus(ApplicationRun run) => GpusAskedFor(run) > 0
        || run.WorkerExecutors.Any(e => e.ResourcesJson?.Contains("\"gpu\"", StringComparison.Ordinal) == true);

    /// <summary>spark.executor.resource.gpu.amount, else 1 where the engine needs a GPU; 0 without either.</summary>
    /// <param name="run">The run.</param>
    public static int GpusAskedFor(ApplicationRun run) =>
        int.TryParse(run.Environment["spark.executor.resource.gpu.amount"], NumberStyles.None, CultureInfo.InvariantCulture, out var gpus)
            && gpus is > 0 and <= 64 ? gpus : Detect(run) == "RAPIDS" ? 1 : 0;
}
