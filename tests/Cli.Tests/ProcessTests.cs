using System.Diagnostics;

namespace Rightsizer.Cli.Tests;

/// <summary>The program as a process of its own: what no test inside this one can show.</summary>
public class ProcessTests
{
    [Fact]
    public void Process_GivesItsExitCodeAndKeepsStdoutClean()
    {
        using var process = Start("diagnose", "no-such-log");
        var output = process.StandardOutput.ReadToEnd();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(3, process.ExitCode);
        Assert.Equal("", output);
        Assert.StartsWith("error: no-such-log: ", error, StringComparison.Ordinal);
    }

    /// <summary>A message that finds no room is lost; the process ended by a signal.</summary>
    [Fact]
    public void AFullDiskUnderStderr_LeavesTheExitCode()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full");
        using var process = System.Diagnostics.Process.Start(
            "sh", ["-c", "exec dotnet \"$0\" diagnose no-such-log 2>/dev/full", typeof(RightsizerCli).Assembly.Location]);
        process.WaitForExit();

        Assert.Equal(3, process.ExitCode);
    }

    [Fact]
    public void List_EndsWithZeroAndNothingOnStderr()
    {
        using var tiny = new TinyLog(TinyLog.Start, TinyLog.End);
        using var process = Start("list", tiny.Folder);
        var output = process.StandardOutput.ReadToEnd();

        Assert.Equal("", process.StandardError.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("\"kind\":\"single\"", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void Interrupted_WhileStdinSaysNothing_Exit130AndNoFile(string signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "there is no kill command");
        Assert.SkipWhen(signal == "INT" && InterruptIsIgnored(),
            "SIGINT is ignored here, as a shell has it for background jobs, and child processes inherit that");
        using var tiny = new TinyLog();
        using var process = Start("diagnose", "-", "--output", tiny.In("report.html"));
        process.StandardInput.WriteLine(TinyLog.Start);
        process.StandardInput.Flush();
        WaitUntilItReads(process);
        Process.Start("kill", ["-" + signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).WaitForExit();

        Assert.True(process.WaitForExit(30_000));
        Assert.Equal(130, process.ExitCode);
        Assert.Equal([tiny.Log], Directory.GetFiles(tiny.Folder));
    }

    /// <summary>
    /// Until a thread waits in read() of standard input: signals are handled by then, which a time that passed does not tell on a busy
    /// machine.
    /// </summary>
    static void WaitUntilItReads(Process process)
    {
        var threads = $"/proc/{process.Id}/task";
        for (var i = 0; i < 600 && Directory.Exists(threads); i++, Thread.Sleep(100))
        {
            foreach (var thread in Directory.GetDirectories(threads))
            {
                if (TryRead(Path.Combine(thread, "syscall")) is { } call && IsReadOfInput(process.Id, call)) return;
            }
        }
        if (!Directory.Exists("/proc/self/task")) Thread.Sleep(5_000);
        else Assert.False(process.HasExited, "it ended before it read");
    }

    /// <summary>The number of read (0 on x86-64, 63 on arm64), then a descriptor of the pipe that is standard input.</summary>
    static bool IsReadOfInput(int process, string call)
    {
        string? Pipe(long descriptor) => File.ResolveLinkTarget($"/proc/{process}/fd/{descriptor}", returnFinalTarget: false)?.Name;

        var words = call.Split(' ');
        if (words is not ["0" or "63", var descriptor, ..] || !descriptor.StartsWith("0x", StringComparison.Ordinal)) return false;
        try
        {
            return Pipe(Convert.ToInt64(descriptor[2..], 16)) is { } pipe && pipe == Pipe(0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    static string? TryRead(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Bit 1 of SigIgn in /proc/self/status is SIGINT.</summary>
    static bool InterruptIsIgnored() =>
        File.Exists("/proc/self/status")
        && File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } line
        && (Convert.ToUInt64(line["SigIgn:".Length..].Trim(), 16) & 0b10) != 0;

    static Process Start(params string[] args)
    {
        var info = new ProcessStartInfo(
            "dotnet")
        { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        info.ArgumentList.Add(typeof(RightsizerCli).Assembly.Location);
        foreach (var a in args) info.ArgumentList.Add(a);
        return Process.Start(info)!;
    }
}
