using System.Text.RegularExpressions;
using Rightsizer.Analyzer.Construction;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Tests.Construction;

public class WriteCommandParserTests
{
    /// <summary>What counts as a node that writes, said once more as a pattern.</summary>
    static readonly Regex Command = new(
        @"^(?:Execute )?(\w*(?:InsertIntoHadoopFsRelationCommand|InsertIntoHiveTable|InsertIntoHiveDirCommand|InsertIntoDataSourceDirCommand|InsertIntoDataSourceCommand|SaveIntoDataSourceCommand|CreateDataSourceTableAsSelectCommand|CreateHiveTableAsSelectCommand|AppendData\w*|OverwriteByExpression\w*|OverwritePartitionsDynamic\w*|CreateTableAsSelect\w*|ReplaceTableAsSelect\w*|ReplaceData\w*|WriteDelta\w*|WriteToDataSourceV2))\b");

    static readonly string[] Pieces =
    [
        "Execute ", "Execute", "InsertIntoHadoopFsRelationCommand", "InsertIntoHiveTable", "InsertIntoHiveDirCommand",
            "InsertIntoDataSourceDirCommand",
        "InsertIntoDataSourceCommand", "SaveIntoDataSourceCommand", "CreateDataSourceTableAsSelectCommand",
            "CreateHiveTableAsSelectCommand", "AppendData",
        "OverwriteByExpression", "OverwritePartitionsDynamic", "CreateTableAsSelect", "ReplaceTableAsSelect", "ReplaceData", "WriteDelta",
            "WriteToDataSourceV2",
        "Exec", "ExecV1", " ", "_", ".", "é", "7", "Optimized", "Scan parquet", "(1)", "insertintohivetable",
    ];

    [Fact]
    public void NodeName_TellsWhetherItWrites()
    {
        var random = new Random(1);
        var found = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var name = string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            var match = Command.Match(name);

            Assert.Equal(match.Success ? match.Groups[1].Value : null, WriteCommandParser.Parse(Node(name))?.Command);
            if (match.Success) found++;
        }
        Assert.InRange(found, 1_000, 19_000);
    }

    static SparkPlanInfo Node(string name) => new(name, name + " file:/tmp/out, false, Parquet", [], new Dictionary<string, string>(), []);
}
