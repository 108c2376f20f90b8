using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Rightsizer.Cli.Tests;

/// <summary>What the published native program of linux-x64 asks of a system: RIGHTSIZER_BINARY names it.</summary>
public partial class NativeProgramTests
{
    /// <summary>EMR 6, RHEL 8, Debian 10.</summary>
    static readonly Version OldestGlibc = new(2, 28);

    static readonly string? Program = Environment.GetEnvironmentVariable("RIGHTSIZER_BINARY");

    [Fact]
    public void NativeProgram_NeedsNothingNewerThanGlibc228()
    {
        var symbols = Tool("objdump", 0, "-T", Native()).Output;
        var versions = Glibc().Matches(symbols).Select(m => Version.Parse(m.Groups[1].Value)).ToList();
        Assert.NotEmpty(versions);
        Assert.True(versions.Max() <= OldestGlibc, $"needs glibc {versions.Max()}");
    }

    [Fact]
    public void NativeProgram_NeedsOnlyTheLibrariesOfGlibc()
    {
        var needed = Needed().Matches(Tool("objdump", 0, "-p", Native()).Output).Select(m => m.Groups[1].Value);
        Assert.Empty(needed.Except(["libc.so.6", "libm.so.6", "libdl.so.2", "librt.so.1", "libpthread.so.0", "ld-linux-x86-64.so.2"]));
    }

    [Fact]
    public void NativeProgram_OnAProcessorWithoutAvx2_SaysSoInOneLine()
    {
        var (output, error) = Tool("qemu-x86_64", 1, "-cpu", "Nehalem", Native(), "--version");
        Assert.Equal("", output);
        Assert.Equal("error: this rightsizer needs a processor with AVX2 (x86-64-v3; Intel since 2013, AMD since 2015). "
            + "On this one use the portable form, which needs the .NET 10 runtime.\n", error);
    }

    static string Native()
    {
        Assert.SkipUnless(Program is not null && OperatingSystem.IsLinux(), "RIGHTSIZER_BINARY names no published program");
        return Program;
    }

    static (string Output, string Error) Tool(string name, int exit, params string[] arguments)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(f => File.Exists(Path.Combine(f, name)));
        Assert.SkipUnless(found, $"{name} is not installed");
        using var process = Process.Start(
            new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(exit, process.ExitCode);
        return (output, error.Result);
    }

    [GeneratedRegex(@"GLIBC_(\d+\.\d+(?:\.\d+)?)")]
    private static partial Regex Glibc();

    [GeneratedRegex(@"NEEDED\s+(\S+)")]
    private static partial Regex Needed();
}
