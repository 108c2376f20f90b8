using System.Text;
using Rightsizer.Cli.Files;
using Rightsizer.EventLogParser;

namespace Rightsizer.Cli.Tests.Files;

/// <summary>Reports and price lists on a disk that fails: whole, or not there, and the failure is one line.</summary>
public class OutputFileTests
{
    static CliRun Run(IOutputFiles files, Stream? output, params string[] args)
    {
        using var standard = new MemoryStream();
        using var error = new StringWriter();
        var code = RightsizerCli.Run(args, new CliContext
        {
            Output = output ?? standard,
            Error = error,
            OpenInput = () => Stream.Null,
            ProgressAfter = TimeSpan.MaxValue,
            Files = files,
        });
        return new CliRun(code, Encoding.UTF8.GetString(standard.ToArray()), error.ToString());
    }

    [Theory]
    [InlineData(nameof(Fault.DiskFull), false)]
    [InlineData(nameof(Fault.DiskFull), true)]
    [InlineData(nameof(Fault.Once), true)]
    [InlineData(nameof(Fault.ReadOnly), true)]
    public void AtEveryStepThatFails_TheOldReportStays_AndTheErrorIsOneLine(string kind, bool exists)
    {
        using var tiny = new TinyLog(TinyLog.Start, TinyLog.End);
        var report = tiny.In("report.json");
        for (var n = 1; ; n++)
        {
            if (exists) File.WriteAllText(report, "old");
            else File.Delete(report);
            var files = new FaultyFiles(n, Enum.Parse<Fault>(kind));
            var run = Run(files, null, "totals", tiny.Log);
            Assert.Equal(0, run.ExitCode);
            run = Run(files, null, "diagnose", tiny.Log, "--output", report);
            if (files.Steps < n) break;

            Assert.Equal((int)ExitCode.BadArguments, run.ExitCode);
            Assert.StartsWith($"error: cannot write {report}: ", run.Error, StringComparison.Ordinal);
            Assert.Equal(1, run.Error.Count(c => c == '\n'));
            Assert.Equal(exists ? "old" : null, File.Exists(report) ? File.ReadAllText(report) : null);
            if (kind == nameof(Fault.DiskFull)) Assert.Equal(exists ? 2 : 1, Directory.GetFiles(tiny.Folder).Length);
            if (kind == nameof(Fault.ReadOnly)) break;
        }
        if (kind != nameof(Fault.ReadOnly)) Assert.StartsWith("{", File.ReadAllText(report), StringComparison.Ordinal);
    }

    [Fact]
    public void KilledAtAnyStep_LeavesTheOldReport()
    {
        using var tiny = new TinyLog(TinyLog.Start, TinyLog.End);
        var report = tiny.In("report.json");
        for (var n = 1; ; n++)
        {
            File.WriteAllText(report, "old");
            var files = new FaultyFiles(n, Fault.Killed);
            Run(files, null, "diagnose", tiny.Log, "--output", report);
            if (files.Steps < n) break;
            Assert.Equal("old", File.ReadAllText(report));
        }
    }

    [Fact]
    public void StandardOutputOnAFullDisk_IsOneLine()
    {
        using var tiny = new TinyLog(TinyLog.Start, TinyLog.End);
        foreach (var format in (string[])["text", "json", "html", "sarif"])
        {
            var run = Run(DiskFiles.Instance, new FullStream(), "diagnose", tiny.Log, "--format", format);

            Assert.Equal((int)ExitCode.BadArguments, run.ExitCode);
            Assert.Equal(
                "error: cannot write to standard output: No space left on device; free space there, or send it elsewhere\n", run.Error);
        }
    }

    [Fact]
    public void PriceListAtEveryStepThatFails_IsWholeOrNotThere()
    {
        using var tiny = new TinyLog();
        var tables = new Dictionary<string, string> { ["a.csv"] = "1\n", ["b.csv"] = "2\n" };
        foreach (var fault in (Fault[])[Fault.DiskFull, Fault.Killed, Fault.Once])
        {
            for (var n = 1; ; n++)
            {
                var folder = tiny.In($"{fault}-{n}");
                var files = new FaultyFiles(n, fault);
                var failed = Record.Exception(() => PriceBookFolder.Write(folder, tables, files));
                if (files.Steps < n)
                {
                    Assert.Equal(2, Directory.GetFiles(folder).Length);
                    break;
                }
                Assert.True(failed is RightsizerException or FaultyFiles.KilledException, $"{failed}");
                Assert.False(Directory.Exists(folder));
            }
        }
    }

    [Fact]
    public void Device_IsWrittenTo_NotReplaced()
    {
        if (!File.Exists("/dev/null")) Assert.Skip("there is no /dev/null");
        using var tiny = new TinyLog(TinyLog.Start, TinyLog.End);
        var files = new FaultyFiles(1, Fault.ReadOnly); // a mistake here must not replace the device of the machine
        var run = Run(files, null, "diagnose", tiny.Log, "--output", "/dev/null");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(0, files.Steps);
    }

    [Fact]
    public void LinkToAReport_StaysALink()
    {
        using var tiny = new TinyLog(TinyLog.Start, TinyLog.End);
        File.WriteAllText(tiny.In("real.json"), "old");
        File.CreateSymbolicLink(tiny.In("link.json"), tiny.In("real.json"));
        Assert.Equal(0, CliRun.Of("diagnose", tiny.Log, "--output", tiny.In("link.json")).ExitCode);

        Assert.Equal(tiny.In("real.json"), File.ResolveLinkTarget(tiny.In("link.json"), false)!.FullName);
        Assert.StartsWith("{", File.ReadAllText(tiny.In("real.json")), StringComparison.Ordinal);
    }

    sealed class FullStream : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left on device");

        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("No space left on device");
    }
}
