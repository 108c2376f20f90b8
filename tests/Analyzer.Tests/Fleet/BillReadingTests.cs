using System.Text;
using Rightsizer.Analyzer.Answers.Fleet.Bills;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Tests.Fleet;

public class BillReadingTests
{
    static (BillFiles Files, List<BillLine> Lines) Read(string text)
    {
        var lines = new List<BillLine>();
        return (CsvBill.Read("bill.csv", new MemoryStream(Encoding.UTF8.GetBytes(text)), lines.Add), lines);
    }

    [Fact]
    public void Focus_IsRead_BilledAndEffective()
    {
        var (files, lines) = Read("\uFEFF" + """
            BilledCost,EffectiveCost,ChargeCategory,ChargeClass,ServiceName,x_ServiceCode,x_UsageType,ResourceId,ChargePeriodStart,ChargePeriodEnd,ConsumedQuantity,BillingCurrency,CommitmentDiscountId,Tags
            0.0000000000,0.12,Usage,,Amazon Elastic Compute Cloud,AmazonEC2,USE1-BoxUsage:m5.xlarge,i-1,2026-11-02T06:00:00Z,2026-11-02T07:00:00Z,1,USD,sp-1,"{""aws:elasticmapreduce:job-flow-id"":""j-2ABCDEFGHIJKL"",""team"":""a, b""}"
            1.2E-7,1.2E-7,Usage,,AWS Glue,,,,2026-11-02 06:00:00,2026-11-02 07:00:00,,USD,,
            3,0,Purchase,,Savings Plans for AWS Compute usage,,,,,,,USD,sp-1,
            1,1,Tax,,Tax,,,,,,,USD,,
            """);

        Assert.Equal(new BillFiles("FOCUS", 1, 4, 0), files);
        Assert.Equal([BillCharge.Usage, BillCharge.Usage, BillCharge.CommitmentFee, BillCharge.Tax], lines.Select(l => l.Charge));
        Assert.Equal((0m, 0.12m, "j-2ABCDEFGHIJKL", CostService.Ec2),
            (lines[0].CashUsd, lines[0].ChargedUsd, lines[0].ClusterId, lines[0].Service));
        Assert.Contains("a, b", lines[0].TagValues);
        Assert.Equal((0.00000012m, CostService.Glue), (lines[1].CashUsd, lines[1].Service));
        Assert.Equal(Summaries.At(0, 6), lines[1].FromMs);
    }

    [Fact]
    public void OlderReport_NamesTagsInColumns()
    {
        var (_, lines) = Read("""
            identity/LineItemId,lineItem/LineItemType,lineItem/ProductCode,lineItem/UsageType,lineItem/UnblendedCost,resourceTags/aws:elasticmapreduce:job-flow-id,resourceTags/user:team
            1,Usage,AmazonEC2,EBS:VolumeUsage.gp3,0.5,j-2ABCDEFGHIJKL,orders
            """);

        Assert.Equal(("j-2ABCDEFGHIJKL", CostService.Ebs, 0.5m), (lines[0].ClusterId, lines[0].Service, lines[0].CashUsd));
    }

    [Theory]
    [InlineData("ElasticMapReduce", "APS1-EMR-SERVERLESS-ARM-MemoryGBHours", CostService.EmrServerless)]
    [InlineData("ElasticMapReduce", "USE1-EMR-EKS-EC2-vCPUHours", CostService.EmrOnEks)]
    [InlineData("ElasticMapReduce", "HunkBoxUsage:c4.2xlarge", CostService.EmrFee)]
    [InlineData("AmazonEC2", "EUC1-SpotUsage:r5.2xlarge", CostService.Ec2)]
    [InlineData("AmazonEC2", "EUC1-EBS:VolumeUsage.gp3", CostService.Ebs)]
    [InlineData("AmazonEC2", "EUC1-DataTransfer-Regional-Bytes", CostService.Transfer)]
    [InlineData("AmazonEC2", "EUC1-NatGateway-Hours", null)]
    [InlineData("AmazonEKS", "USE1-AmazonEKS-Hours:perCluster", CostService.EksControlPlane)]
    [InlineData("AmazonEKS", "USE1-Fargate-GB-Hours", CostService.Fargate)]
    [InlineData("AmazonRDS", "USE1-InstanceUsage:db.m5.large", null)]
    public void Services_AreKnownByProductAndUsageType(string product, string usageType, CostService? expected) =>
        Assert.Equal(expected, BillServices.Find(product, usageType));

    [Fact]
    public void DamagedRows_AreCounted_AndTheRestIsRead()
    {
        var (files, lines) = Read("""
            line_item_unblended_cost,line_item_line_item_type,line_item_product_code
            1,Usage,AmazonRDS
            one,Usage,AmazonRDS
            1,Usage
            999999999999999999999999999999,Usage,AmazonRDS
            ,Usage,AmazonRDS

            "2","Usage","a ""quoted""
            name, in two lines"
            """);

        Assert.Equal((2L, 4L), (files.Lines, files.DamagedLines));
        Assert.Equal("a \"quoted\"\nname, in two lines", lines.Where(l => l.IsReadable).ElementAt(1).Product.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "not a bill")]
    [InlineData("", "empty")]
    [InlineData("line_item_unblended_cost,line_item_line_item_type,line_item_product_code,line_item_currency_code\n1,Usage,x,CNY\n", "CNY")]
    public void WrongFile_IsRefusedWithTheReason(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<RightsizerException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void RowWithoutEnd_StopsAtItsLimit()
    {
        var error = Assert.Throws<RightsizerException>(() => CsvBill.Read("endless.csv", new Endless(), _ => { }));

        Assert.Equal(ExitCode.InputUnreadable, error.ExitCode);
        Assert.Contains("row 1 is longer than 4 MiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TextThatWasCut_IsRefused_BecauseItsTotalWouldBeWrong()
    {
        var text = "line_item_unblended_cost,line_item_line_item_type,line_item_product_code\n1,Usage,AmazonRDS\n"u8.ToArray();
        var error = Assert.Throws<RightsizerException>(
            () => CsvBill.Read("bill.csv.gz", new MemoryStream(text), _ => { }, () => "truncated: gzip member not finished"));

        Assert.Equal(ExitCode.InputUnreadable, error.ExitCode);
        Assert.Contains("cut or damaged after row 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ExportsWithoutUsageTypes_AreKnownByTheirResources()
    {
        var (_, lines) = Read("""
            ServiceName,ChargeCategory,BilledCost,ResourceId,ChargePeriodStart
            Amazon Elastic Compute Cloud,Usage,1,i-0abc,2026-11-02 06:00:00 UTC
            Amazon Elastic Compute Cloud,Usage,1,arn:aws:ec2:us-east-1:111122223333:instance/i-0abc,2026-11-02T06:00:00Z
            Amazon Elastic Compute Cloud,Usage,1,arn:aws:ec2:us-east-1:111122223333:volume/vol-0abc,
            Amazon Elastic MapReduce,Usage,1,arn:aws:emr-serverless:us-east-1:1:/applications/00fapp,
            Amazon Elastic MapReduce,Usage,1,arn:aws:elasticmapreduce:us-east-1:1:cluster/j-2ABCDEFGHIJKL,
            Amazon Elastic Compute Cloud,Usage,1,arn:aws:ec2:us-east-1:111122223333:natgateway/nat-1,
            """);

        Assert.Equal([CostService.Ec2, CostService.Ec2, CostService.Ebs, CostService.EmrServerless, CostService.EmrFee, null],
            lines.Select(l => l.Service));
        Assert.Equal([Summaries.At(0, 6), Summaries.At(0, 6)], lines.Take(2).Select(l => l.FromMs));
    }

    /// <summary>As AWS describes them: a line for each pod, its unblended cost 0, its share in columns of its own.</summary>
    [Fact]
    public void SplitCostsOfPods_AreNoCostOfTheirOwn()
    {
        var (_, lines) = Read("""
            line_item_unblended_cost,line_item_line_item_type,line_item_product_code,line_item_resource_id,split_line_item_split_cost,split_line_item_parent_resource_id
            0.192,Usage,AmazonEC2,i-1,,
            0,Usage,AmazonEKS,arn:aws:eks:us-east-1:1:pod/c/spark/etl-1-exec-1/uid,0.12,i-1
            0,Usage,AmazonEKS,arn:aws:eks:us-east-1:1:cluster/c,,
            """);
        Assert.Equal([BillCharge.Usage, BillCharge.Split, BillCharge.Usage], lines.Select(l => l.Charge));
    }

    [Fact]
    public void UnusedPartOfACommitment_IsNoUse()
    {
        var (_, lines) = Read("""
            BilledCost,EffectiveCost,ChargeCategory,ServiceName,CommitmentDiscountId,CommitmentDiscountStatus
            0,0.12,Usage,Amazon Elastic Compute Cloud,sp-1,Used
            0,0.88,Usage,Amazon Elastic Compute Cloud,sp-1,Unused
            1,0,Purchase,Amazon Elastic Compute Cloud,sp-1,
            """);
        Assert.Equal([(BillCharge.Usage, 0.12m), (BillCharge.CommitmentFee, 0m), (BillCharge.CommitmentFee, 1m)],
            lines.Select(l => (l.Charge, l.ChargedUsd)));
    }

    /// <summary>A quote that never ends.</summary>
    sealed class Endless : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)'a');
            buffer[offset] = (byte)'"';
            return count;
        }
    }
}
