using System.Diagnostics;
using System.Text;

namespace Rightsizer.Cli.Tests;

/// <summary>The benchmarks' command, run as a process.</summary>
public class TotalsCommandTests
{
    [Fact]
    public void Totals_OfAHandMadeLog_PrintsTheSumsInTheAgreedText()
    {
        var log = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            File.WriteAllText(log, """
                {"Event":"SparkListenerExecutorAdded","Timestamp":100,"Executor ID":"10","Executor Info":{"Host":"h","Total Cores":4}}
                {"Event":"SparkListenerExecutorAdded","Timestamp":90,"Executor ID":"2","Executor Info":{"Host":"h","Total Cores":8}}
                {"Event":"SparkListenerTaskEnd","Stage ID":10,"Stage Attempt ID":0,"Task End Reason":{"Reason":"Success"},"Task Info":{"Task ID":1,"Launch Time":1000,"Finish Time":1030},"Task Metrics":{"Executor Run Time":20,"Executor CPU Time":5000,"JVM GC Time":3,"Memory Bytes Spilled":7,"Disk Bytes Spilled":5,"Shuffle Read Metrics":{"Remote Bytes Read":11,"Local Bytes Read":2},"Shuffle Write Metrics":{"Shuffle Bytes Written":17},"Input Metrics":{"Bytes Read":19},"Output Metrics":{"Bytes Written":23}}}
                {"Event":"SparkListenerTaskEnd","Stage ID":9,"Stage Attempt ID":1,"Task End Reason":{"Reason":"ExceptionFailure"},"Task Info":{"Task ID":2,"Launch Time":1000,"Finish Time":1010}}
                {"Event":"SparkListenerTaskEnd","Stage ID":10,"Stage Attempt ID":0,"Task End Reason":{"Reason":"Success"},"Task Info":{"Task ID":3,"Launch Time":1000,"Finish Time":1005},"Task Metrics":{"Executor Run Time":4}}
                this is not JSON
                {"Event":"SparkListenerExecutorRemoved","Timestamp":200,"Executor ID":"2","Removed Reason":"gone"}

                """);
            var (exit, output, error) = Run(log);
            Assert.Equal("", error);
            Assert.Equal(0, exit);
            Assert.Equal("""
                stage 9 1 tasks=1 failed=1 run=0 cpu=0 gc=0 mspill=0 dspill=0 sread=0 swrite=0 in=0 out=0 p50=10 p95=10 max=10
                stage 10 0 tasks=2 failed=0 run=24 cpu=5000 gc=3 mspill=7 dspill=5 sread=13 swrite=17 in=19 out=23 p50=5 p95=30 max=30
                executor 10 cores=4 added=100 removed=-1
                executor 2 cores=8 added=90 removed=200
                total task_ends=3

                """, output);
        }
        finally
        {
            File.Delete(log);
        }
    }

    [Fact]
    public void Totals_OfAMissingLog_SaysSoInOneLine()
    {
        var (exit, output, error) = Run("no-such-log");
        Assert.Equal(3, exit);
        Assert.Equal("", output);
        Assert.Equal("error: no-such-log: no such file or folder; check the path\n", error);
    }

    static (int Exit, string Output, string Error) Run(string log)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "rightsizer.dll"), "totals", log])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
