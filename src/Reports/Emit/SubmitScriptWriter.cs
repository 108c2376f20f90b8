using System.Text;
using Rightsizer.Analyzer.Platforms.Files;

namespace Rightsizer.Reports.Emit;

/// <summary>Writes a spark-submit command as a script; what follows the script's name goes to it.</summary>
static class SubmitScriptWriter
{
    const string Address = "KUBERNETES_API";

    public static EmittedFile Write(SubmitCommand command)
    {
        var text = new StringBuilder("#!/bin/sh\n");
        text.Append("# ").Append(command.JobName).Append(" on ").Append(Formatting.PlainText.OneLine(command.Cluster)).Append('\n');
        text.Append("# use: sh FILE application.jar arguments...\n");
        text.Append("exec spark-submit \\\n");
        text.Append(command.OnKubernetes ? $"  --master \"k8s://${{{Address}:?its address}}\" \\\n" : "  --master yarn \\\n");
        text.Append("  --deploy-mode ").Append(command.InCluster ? "cluster" : "client").Append(" \\\n");
        foreach (var (key, value) in command.Settings) text.Append("  --conf ").Append(key).Append('=').Append(value).Append(" \\\n");
        text.Append("  \"$@\"\n");
        return new EmittedFile(text.ToString(), command.OnKubernetes ? [Address] : [], command.Notes);
    }
}
