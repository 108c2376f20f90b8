using System.Text;
using Rightsizer.Analyzer.Facts;

namespace Rightsizer.Reports.Emit;

/// <summary>The spark-submit command of an offer; what follows the script's name goes to it.</summary>
static class SparkSubmitScript
{
    public static EmittedFile Write(ClusterPlan plan)
    {
        var onKubernetes = plan.Candidate.Platform == SizingPlatform.EmrOnEks;
        var text = new StringBuilder("#!/bin/sh\n");
        text.Append("# ").Append(plan.Name).Append(" on ").Append(Formatting.PlainText.OneLine(plan.Candidate.Name)).Append('\n');
        text.Append("# use: sh FILE application.jar arguments...\n");
        text.Append("exec spark-submit \\\n");
        text.Append(onKubernetes ? "  --master \"k8s://${KUBERNETES_API:?its address}\" \\\n" : "  --master yarn \\\n");
        text.Append("  --deploy-mode ").Append(plan.Candidate.Driver is { InCluster: false } ? "client" : "cluster").Append(" \\\n");
        foreach (var (key, value) in plan.Spark) text.Append("  --conf ").Append(key).Append('=').Append(value).Append(" \\\n");
        if (plan.DriverOnCoreOnly) text.Append("  --conf spark.yarn.am.nodeLabelExpression=CORE \\\n");
        text.Append("  \"$@\"\n");
        return new EmittedFile(text.ToString(), onKubernetes ? ["KUBERNETES_API"] : [], plan.DriverOnCoreOnly
            ? [.. plan.Notes,
            "the driver is kept off Spot nodes by the YARN node label CORE, which the cluster must have (yarn.node-labels.enabled; "
            + "--emit emr-json and terraform set it)"] : plan.Notes);
    }
}
