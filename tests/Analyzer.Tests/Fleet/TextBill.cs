using System.Globalization;
using System.Text;
using Rightsizer.Analyzer.Answers.Fleet.Bills;

namespace Rightsizer.Analyzer.Tests.Fleet;

/// <summary>A Cost and Usage Report 2.0 as text, of a few lines.</summary>
sealed class TextBill : IBill
{
    const string Header = "identity_line_item_id,line_item_line_item_type,line_item_product_code,line_item_usage_type,"
        + "line_item_resource_id,line_item_usage_start_date,line_item_usage_end_date,line_item_usage_amount,line_item_currency_code,"
        + "line_item_unblended_cost,savings_plan_savings_plan_effective_cost,resource_tags,split_line_item_split_cost,"
        + "split_line_item_unused_cost,split_line_item_parent_resource_id,reservation_effective_cost,reservation_reservation_a_r_n";

    readonly StringBuilder text = new(Header + "\n");

    public string Text => text.ToString();

    public TextBill Line(string usd, string product = "AmazonRDS", string usageType = "", string resource = "", double hour = 0,
        double hours = 1, string amount = "", string type = "Usage", string effective = "", string tags = "",
        string split = ",,", string reservation = ",")
    {
        var from = Summaries.At(0, hour);
        text.Append(CultureInfo.InvariantCulture,
            $"x,{type},{product},{usageType},{resource},{Time(from)},{Time(from + (long)(hours * 3_600_000))},{amount},USD,{usd},"
            + $"{effective},");
        text.Append(tags.Length == 0 ? "" : $"\"{tags.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")
            .Append($",{split},{reservation}\n");
        return this;
    }

    /// <summary>What split cost allocation says of a pod in one hour: a line for its vCPUs and one for its memory.</summary>
    /// <param name="pod">NAMESPACE/NAME.</param>
    /// <param name="instance">That it ran on.</param>
    /// <param name="hour">Of day 0.</param>
    /// <param name="cpu">Split and unused cost.</param>
    /// <param name="memory">Split and unused cost.</param>
    /// <param name="appLabel">Value of the label spark-app-selector, where it was activated as a cost allocation tag.</param>
    public TextBill Pod(string pod, string instance, double hour, (string, string) cpu, (string, string) memory, string? appLabel = null)
    {
        foreach (var (what, (split, unused)) in ((string, (string, string))[])[("vCPU", cpu), ("GB", memory)])
        {
            Line("0", "AmazonEKS", $"USE1-EKS-EC2-{what}-Hours", $"arn:aws:eks:us-east-1:111122223333:pod/analytics/{pod}/0f1e-2d3c", hour,
                tags: appLabel is null ? """{"aws_eks_cluster_name":"analytics"}""" : $$"""{"user_spark_app_selector":"{{appLabel}}"}""",
                split: $"{split},{unused},{instance}");
        }
        return this;
    }

    /// <summary>An instance of a cluster for some hours: EC2 and EMR's fee, hour by hour.</summary>
    public TextBill Node(string cluster, string instance, double hour, int hours, string ec2Usd, string feeUsd, string amount = "1")
    {
        for (var h = 0; h < hours; h++)
        {
            Line(ec2Usd, "AmazonEC2", "USE1-BoxUsage:m5.xlarge", instance, hour + h, 1, amount,
                tags: $$"""{"aws_elasticmapreduce_job_flow_id":"{{cluster}}"}""");
            Line(feeUsd, "ElasticMapReduce", "USE1-BoxUsage:m5.xlarge",
                $"arn:aws:elasticmapreduce:us-east-1:111122223333:cluster/{cluster}", hour + h, 1, amount);
        }
        return this;
    }

    public BillFiles Read(Action<BillLine> take) =>
        CsvBill.Read("cur.csv", new MemoryStream(Encoding.UTF8.GetBytes(Text)), take);

    static string Time(long ms) =>
        DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
