using System.Globalization;
using System.Text;
using Rightsizer.Analyzer.Answers.Fleet.Bills;

namespace Rightsizer.Analyzer.Tests.Fleet;

/// <summary>A Cost and Usage Report 2.0 as text, of a few lines.</summary>
sealed class TextBill : IBill
{
    const string Header = "identity_line_item_id,line_item_line_item_type,line_item_product_code,line_item_usage_type,"
        + "line_item_resource_id,line_item_usage_start_date,line_item_usage_end_date,line_item_usage_amount,line_item_currency_code,"
        + "line_item_unblended_cost,savings_plan_savings_plan_effective_cost,resource_tags";

    readonly StringBuilder text = new(Header + "\n");

    public string Text => text.ToString();

    public TextBill Line(string usd, string product = "AmazonRDS", string usageType = "", string resource = "", double hour = 0,
        double hours = 1, string amount = "", string type = "Usage", string effective = "", string tags = "")
    {
        var from = Summaries.At(0, hour);
        text.Append(CultureInfo.InvariantCulture,
            $"x,{type},{product},{usageType},{resource},{Time(from)},{Time(from + (long)(hours * 3_600_000))},{amount},USD,{usd},"
            + $"{effective},");
        text.Append(tags.Length == 0 ? "\n" : $"\"{tags.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n");
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
