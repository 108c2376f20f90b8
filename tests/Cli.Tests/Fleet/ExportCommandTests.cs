using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Parquet;
using Parquet.Schema;
using Rightsizer.Cli.Tests.Files;
using Rightsizer.Reports.Export;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests.Fleet;

/// <summary>The tables of a state: equal sums in every format, whole or not there, and views that run.</summary>
public partial class ExportCommandTests
{
    static readonly string Root = SharedFolder.RepositoryRoot;

    static void Fill(string state)
    {
        var logs = Path.Combine(Root, "sample-logs");
        string[] small = [Path.Combine(logs, "app-20261121124741-0000.zstd"), Path.Combine(logs, "app-20261121124951-0003.zstd")];
        Assert.Equal(0, CliRun.Of("report", small[0], small[1], "--usd-per-hour", "3.21", "--state", state).ExitCode);
    }

    /// <summary>The costs in the lines of the state.</summary>
    static decimal CostOf(string state) => Directory.GetDirectories(state, "date=*").SelectMany(d => Directory.GetFiles(d))
        .SelectMany(File.ReadAllLines)
        .Sum(l => JsonDocument.Parse(l).RootElement.GetProperty("cost").GetProperty("actualUsd").GetDecimal());

    static IEnumerable<string> Files(string tables, string table) => Directory.GetDirectories(Path.Combine(tables, table), "day=*")
        .SelectMany(Directory.GetFiles);

    [Fact]
    public async Task InEveryFormat_TheSumsAreThoseOfTheState()
    {
        using var folder = new TinyLog();
        var state = folder.In("state");
        Fill(state);
        foreach (var format in (string[])["parquet", "csv", "jsonl"])
        {
            var run = CliRun.Of("export", "--state", state, "--output", folder.In(format), "--format", format);
            Assert.Equal((0, ""), (run.ExitCode, run.Output));
            Assert.Contains("2 runs", run.Error, StringComparison.Ordinal);
        }
        var cost = CostOf(state);
        Assert.True(cost > 0);

        Assert.Equal(cost, Files(folder.In("jsonl"), "costs").SelectMany(File.ReadAllLines)
            .Sum(l => JsonDocument.Parse(l).RootElement.GetProperty("EffectiveCost").GetDecimal()));
        Assert.Equal(cost, Files(folder.In("csv"), "runs").SelectMany(f => Column(f, "cost_usd")).Sum());
        decimal runs = 0, lines = 0;
        foreach (var file in Files(folder.In("parquet"), "runs")) runs += await SumAsync(file, "cost_usd");
        foreach (var file in Files(folder.In("parquet"), "costs")) lines += await SumAsync(file, "EffectiveCost");
        Assert.Equal((cost, cost), (runs, lines));
        using var schema = JsonDocument.Parse(File.ReadAllBytes(folder.In("parquet/schema.json")));
        Assert.Equal(1, schema.RootElement.GetProperty("schemaVersion").GetInt32());
    }

    /// <summary>No field of these files has a comma before the column that is asked for.</summary>
    static IEnumerable<decimal> Column(string file, string name)
    {
        var lines = File.ReadAllLines(file);
        var at = lines[0].Split(',').ToList().IndexOf(name);
        return lines.Skip(1).Select(l => decimal.Parse(l.Split(',')[at], CultureInfo.InvariantCulture));
    }

    static async Task<decimal> SumAsync(string file, string column)
    {
        await using var reader = await ParquetReader.CreateAsync(File.OpenRead(file));
        using var rows = reader.OpenRowGroupReader(0);
        var field = reader.Schema.DataFields.Single(f => f.Name == column);
        Assert.Equal(6, Assert.IsType<DecimalDataField>(field).Scale);
        var count = (int)rows.RowCount;
        var values = new decimal[count];
        await rows.ReadRawAsync<decimal>(field, values, new int[count], new int[count]);
        return values.Sum();
    }

    [Fact]
    public void AFolderOfOtherFiles_IsLeftAlone_AndAnEarlierExportIsReplaced()
    {
        using var folder = new TinyLog(TinyLog.Start, TinyLog.End);
        var (state, tables) = (folder.In("state"), folder.In("tables"));
        Assert.Equal(0, CliRun.Of("report", folder.Log, "--state", state).ExitCode);
        var refused = CliRun.Of("export", "--state", state, "--output", folder.Folder);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("files that are not of an export", refused.Error, StringComparison.Ordinal);

        Assert.Equal(0, CliRun.Of("export", "--state", state, "--output", tables, "--format", "csv").ExitCode);
        Assert.Equal(0, CliRun.Of("export", "--state", state, "--output", tables, "--format", "jsonl").ExitCode);
        Assert.All(Files(tables, "runs"), f => Assert.EndsWith(".jsonl", f, StringComparison.Ordinal));
        Assert.Equal(3, Directory.GetFileSystemEntries(folder.Folder).Length);
        Assert.Equal(4, CliRun.Of("export", "--state", folder.In("empty"), "--output", tables).ExitCode);
        Assert.NotEmpty(Files(tables, "advice"));
    }

    [Theory]
    [InlineData("app-1.zstd")]
    [InlineData("runs/app-1.zstd")]
    [InlineData("runs/day=2023-11-14/.part-1.tmp")]
    [InlineData("logs/day=2023-11-14/part-0.csv")]
    public void AnEarlierExportWithOtherFilesInIt_IsLeftAlone(string other)
    {
        using var folder = new TinyLog(TinyLog.Start, TinyLog.End);
        var (state, tables) = (folder.In("state"), folder.In("tables"));
        Assert.Equal(0, CliRun.Of("report", folder.Log, "--state", state).ExitCode);
        Assert.Equal(0, CliRun.Of("export", "--state", state, "--output", tables).ExitCode);
        var kept = Path.Combine(tables, other);
        Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
        File.WriteAllText(kept, "kept");

        Assert.Equal(2, CliRun.Of("export", "--state", state, "--output", tables).ExitCode);
        Assert.Equal("kept", File.ReadAllText(kept));
    }

    [Fact]
    public void AtEveryStepThatFails_TheEarlierExportStays()
    {
        using var folder = new TinyLog(TinyLog.Start, TinyLog.End);
        var (state, tables) = (folder.In("state"), folder.In("tables"));
        Assert.Equal(0, CliRun.Of("report", folder.Log, "--state", state).ExitCode);
        Assert.Equal(0, CliRun.Of("export", "--state", state, "--output", tables, "--format", "csv").ExitCode);
        for (var n = 1; ; n++)
        {
            var files = new FaultyFiles(n, Fault.Once);
            using var error = new StringWriter();
            var code = RightsizerCli.Run(["export", "--state", state, "--output", tables, "--format", "jsonl"], new CliContext
            {
                Output = Stream.Null,
                Error = error,
                OpenInput = () => Stream.Null,
                Files = files,
            });
            if (files.Steps < n || code == 0) break;
            Assert.Equal(2, code);
            Assert.StartsWith("error: cannot write ", error.ToString(), StringComparison.Ordinal);
            Assert.All(Files(tables, "runs"), f => Assert.EndsWith(".csv", f, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("docs/export.md", "<!-- columns -->\n", "<!-- end of columns -->")]
    [InlineData("deploy/sql/athena.sql", "-- tables\n", "-- end of tables")]
    public void TheDocumentedSchema_IsTheOneThatIsWritten(string file, string begin, string end)
    {
        var path = Path.Combine(Root, file);
        var text = File.ReadAllText(path);
        var from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = text.IndexOf(end, from, StringComparison.Ordinal);
        var schema = file.EndsWith(".md", StringComparison.Ordinal) ? ExportSchema.Markdown() : ExportSchema.AthenaTables();
        if (Environment.GetEnvironmentVariable("RIGHTSIZER_ACCEPT") == "1") File.WriteAllText(path, text[..from] + schema + text[to..]);
        else Assert.Equal(schema, text[from..to]);
    }

    [Fact]
    public void ViewsAndPanels_RunInDuckDb_WithTheSumsOfTheState()
    {
        var duckDb = Environment.GetEnvironmentVariable("RIGHTSIZER_DUCKDB") ?? "duckdb";
        Assert.SkipUnless(Starts(duckDb), "no duckdb on the path (RIGHTSIZER_DUCKDB names a program that takes SQL on standard input)");
        using var folder = new TinyLog();
        var (state, tables) = (folder.In("state"), folder.In("tables"));
        Fill(state);
        AddWorkflow(folder, state);
        Assert.Equal(0, CliRun.Of("export", "--state", state, "--output", tables).ExitCode);
        var sql = Path.Combine(Root, "deploy", "sql");
        var views = File.ReadAllText(Path.Combine(sql, "duckdb.sql")) + File.ReadAllText(Path.Combine(sql, "views.sql"));
        using var board = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(sql, "grafana.json")));
        var panels = board.RootElement.GetProperty("panels").EnumerateArray()
            .Select(p => p.GetProperty("targets")[0].GetProperty("rawSQL").GetString()!)
            .Select(q => $"SELECT 'panel', count(*) FROM ({DateFilter().Replace(q, "$1 IS NOT NULL")});").ToList();
        var sums = string.Concat(((string[])["cost_by_day", "cost_by_service", "job_by_week"])
            .Select(v => $"SELECT '{v}', sum(cost_usd) FROM {v};\n"));

        const string workflows = "SELECT 'by week', workflow, runs, wall_ms, path_ms FROM workflow_by_week;\n"
            + "SELECT 'on the path', step, times_on_path, wall_ms, after_ms FROM workflow_critical_path ORDER BY step;\n";
        var lines = Run(duckDb, tables, $"{views}\n{sums}{workflows}{string.Join('\n', panels)}\n");
        // extract takes 34,761 ms, and load begins a minute after it began and a half: 90,000 - 34,761 ms later; it takes 47,138 ms
        Assert.Contains(lines, l => Has(l, "by week", "nightly", "137138", "81899"));
        Assert.Contains(lines, l => Has(l, "on the path", "extract", "34761"));
        Assert.Contains(lines, l => Has(l, "on the path", "load", "47138", "55239"));
        var cost = CostOf(state).ToString(CultureInfo.InvariantCulture);
        foreach (var view in (string[])["cost_by_day", "cost_by_service", "job_by_week"])
            Assert.Contains(lines, l => l.Contains(view, StringComparison.Ordinal) && l.Contains(cost, StringComparison.Ordinal));
        Assert.Equal(panels.Count, lines.Count(l => l.Contains("panel", StringComparison.Ordinal)));
    }

    static bool Has(string line, params string[] words) => words.All(w => line.Contains(w, StringComparison.Ordinal));

    /// <summary>One run of a DAG: a task of 34,761 ms, and one that begins 90 s after it began.</summary>
    static void AddWorkflow(TinyLog folder, string state)
    {
        const long start = 1_795_000_000_000;
        foreach (var (task, sample, at) in (IEnumerable<(string, string, long)>)
            [("extract", "app-20261121124741-0000.zstd", start), ("load", "app-20261121124951-0003.zstd", start + 90_000)])
        {
            var log = new ShiftedLog(task, "app-" + task, at)
            {
                Settings = [("spark.airflow.dag_id", "nightly"), ("spark.airflow.run_id", "scheduled__1"), ("spark.airflow.task_id", task)],
            };
            log.Write(Path.Combine(Root, "sample-logs", sample), folder.In(task));
            Assert.Equal(0, CliRun.Of("report", folder.In(task), "--usd-per-hour", "3.21", "--state", state).ExitCode);
        }
    }

    static bool Starts(string program)
    {
        try
        {
            return Run(program, Path.GetTempPath(), "SELECT 42;").Any(l => l.Contains("42", StringComparison.Ordinal));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    static string[] Run(string program, string folder, string sql)
    {
        using var process = Process.Start(new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        })!;
        process.StandardInput.Write(sql);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.Split('\n');
    }

    [GeneratedRegex(@"\$__dateFilter\((\w+)\)")]
    private static partial Regex DateFilter();
}
