using System.Globalization;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Fleet.Bills;
using Rightsizer.Analyzer.Formatting;

namespace Rightsizer.Reports.Fleet;

/// <summary>Words about an invoice.</summary>
public static class BillWords
{
    /// <summary>"Billed $62.79, estimated ~$62.78: the estimate is 0.02 % low."</summary>
    public static string Answer(FleetBill bill)
    {
        if (bill.ComparedRuns == 0)
            return $"The bill of {Quantity.Usd(bill.TotalUsd)} holds no run whose whole cost can be compared.";
        var error = bill.BilledUsd == 0 ? 0 : (double)(bill.EstimatedUsd / bill.BilledUsd) - 1;
        var judgement = Math.Abs(error) < 0.00005 ? "the estimate is right"
            : $"the estimate is {Quantity.Percent(Math.Abs(error))} {(error < 0 ? "low" : "high")}";
        return $"Billed {Quantity.Usd(bill.BilledUsd)}, estimated ~{Quantity.Usd(bill.EstimatedUsd)} for "
            + $"{FleetWords.Runs(bill.ComparedRuns)}: {judgement}.";
    }

    /// <summary>"To turn an estimate into a bill, multiply it by 1.02 (single runs: 0.98 to 1.05)."; null without a comparison.</summary>
    public static string? Correction(FleetBill bill) => bill.Correction is not { } c ? null
        : string.Create(CultureInfo.InvariantCulture, $"An estimate times {c.Factor:0.####} gives the bill; for single runs the factor is ")
            + (c.Low == c.High ? string.Create(CultureInfo.InvariantCulture, $"{c.Low:0.####}.")
            : string.Create(CultureInfo.InvariantCulture, $"{c.Low:0.####} to {c.High:0.####}{(c.Runs >= 10 ? " in eight of ten" : "")}."));

    /// <summary>"The clusters cost $12.00: runs of this period $10.00, clusters, held by no known run $2.00."</summary>
    public static string Costs(FleetClusterCosts costs) =>
        $"The clusters and job runs given cost {Quantity.Usd(costs.TotalUsd, Ground.Derived)} at list prices: "
        + string.Join("; ", costs.Parts.Select(p => $"{Part(p)} {Quantity.Usd(p.Usd, Ground.Derived)}")) + ".";

    /// <summary>"CUR, 2 files, 1,204 lines, 2026-11-01 to 2026-11-30".</summary>
    public static string Source(FleetBill bill)
    {
        var time = bill.FromMs is { } from && bill.UntilMs is { } until ? $", {Time(from)} to {Time(until)} UTC" : "";
        return $"{bill.Format}, {Quantity.Plural(bill.Files, "file")}, {Quantity.Plural(bill.Lines, "line")}{time}";
    }

    /// <summary>What a part of the bill is; commitments below nought were paid in other bills.</summary>
    public static string Part(BillPart part) =>
        part is { Kind: "commitments", Usd: < 0 } ? "covered by fees of other bills" : Part(part.Kind);

    static string Part(string kind) => kind switch
    {
        "runs" => "runs of this period",
        "otherDays" => "runs of other days",
        "clusterIdle" => "clusters, held by no known run",
        "otherDaysIdle" => "the same on other days",
        "unmatched" => "Spark services, no run found",
        "otherServices" => "other services",
        "commitments" => "commitments not used by the lines above",
        "tax" => "taxes",
        "credits" => "credits",
        "refunds" => "refunds and corrections",
        "discounts" => "discounts",
        _ => "other fees",
    };

    public static string Service(string service) => service switch
    {
        "ec2" => "EC2",
        "emr-fee" => "EMR fee",
        "ebs" => "EBS",
        "emr-serverless" => "EMR Serverless",
        "emr-on-eks" => "EMR on EKS",
        "eks" => "EKS",
        "fargate" => "Fargate",
        "glue" => "Glue",
        "s3" => "S3",
        "transfer" => "data transfer",
        "cluster" => "cluster",
        _ => service,
    };

    public static string Reason(string reason) => reason switch
    {
        "noCluster" => "no cluster is named",
        "otherPods" => "unused, or pods of no known run",
        "noRun" => "no run of it is known",
        "noResource" => "the line names no resource",
        "notSpark" => "runs no Spark",
        _ => "all smaller ones",
    };

    public static string By(string by) => by switch
    {
        "jobRun" => "its job run",
        "cluster" => "its own cluster",
        "clusterShare" => "share of a cluster",
        "applicationShare" => "share of an application",
        "podShare" => "its pods' part of the nodes",
        _ => "share of a Glue job",
    };

    static string Time(long ms) =>
        DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
