using System.IO.Compression;
using System.Text;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests;

/// <summary>The wheel that <c>deploy/python/make_wheel.py</c> makes of a program.</summary>
public sealed class WheelTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("rightsizer-wheel").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>An index has no other file of the repository.</summary>
    [Fact]
    public void Description_IsReadmeWithoutLinksIntoTheRepository()
    {
        var (code, said) = Make("a program");
        Assert.True(code == 0, said);
        using var wheel = ZipFile.OpenRead(said.Trim());
        var metadata = Text(wheel, "METADATA");
        Assert.DoesNotMatch(@"\]\((?!https?://)", metadata);
        Assert.Contains("docs/install.md", metadata, StringComparison.Ordinal);
        Assert.Contains("\n\n# Rightsizer\n", metadata, StringComparison.Ordinal);
        Assert.Contains("Tag: py3-none-manylinux_2_28_x86_64\n", Text(wheel, "WHEEL"), StringComparison.Ordinal);
    }

    /// <summary>pip goes by the tag: the loader would refuse the program after the install.</summary>
    [Theory]
    [InlineData("linux-x64", "\0GLIBC_2.2.5\0GLIBC_2.28\0", null)]
    [InlineData("linux-x64", "\0GLIBC_2.2.5\0GLIBC_2.29\0", "needs glibc 2.29")]
    [InlineData("linux-arm64", "\0GLIBC_2.35\0GLIBC_2.17\0", null)]
    [InlineData("linux-arm64", "\0GLIBC_2.17\0GLIBC_2.38\0", "needs glibc 2.38")]
    public void ProgramThatNeedsANewerSystemThanTheTagSays_IsRefused(string rid, string program, string? error)
    {
        var (code, said) = Make(program, rid);
        Assert.Equal(error is null ? 0 : 1, code);
        if (error is not null) Assert.Contains(error, said, StringComparison.Ordinal);
    }

    (int ExitCode, string Said) Make(string program, string rid = "linux-x64")
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "wheels are made by python3");
        var file = Path.Combine(folder, "rightsizer");
        File.WriteAllText(file, program);
        var script = Path.Combine(SharedFolder.RepositoryRoot, "deploy", "python", "make_wheel.py");
        return BashScript.Run(folder, "python3", [script, file, rid, folder]);
    }

    static string Text(ZipArchive wheel, string name)
    {
        using var reader = new StreamReader(wheel.Entries.Single(e => e.Name == name).Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
