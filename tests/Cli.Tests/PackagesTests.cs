using System.Text.RegularExpressions;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests;

/// <summary>
/// The script that makes every package, with a stand-in for <c>dotnet</c> whose program answers the same words in each form, and the
/// workflow that takes what the script leaves.
/// </summary>
public sealed partial class PackagesTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("rightsizer-packages").FullName;

    public PackagesTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the stand-ins are for Linux");
        BashScript.StandIn(In("bin"), "dotnet", $$"""
            put() { mkdir -p "$(dirname "$1")"; printf '#!/bin/sh\necho "$*"\n' > "$1"; chmod +x "$1"; }
            out= rid= last=
            for word in "$@"; do
                case $last in -o | --tool-path) out=$word ;; -r) rid=$word ;; esac
                last=$word
            done
            case "$1" in
                --list-sdks) echo "10.0.100 [{{In("bin")}}/sdk]" ;;
                publish) put "$out/rightsizer${rid:-.dll}"; [ -z "$rid" ] || mv "$out/rightsizer$rid" "$out/rightsizer" ;;
                pack)
                    put "$out/tools/net10.0/any/rightsizer.dll"
                    (cd "$out" && tar -cf "Rightsizer${rid:+.$rid}.0.1.0.nupkg" tools)
                    rm -r "$out/tools" ;;
                tool) put "$out/rightsizer" ;;
                *) shift; echo "$*" ;;
            esac
            """);
        // a package is an archive of tar here, and no wheel is made
        BashScript.StandIn(In("bin"), "unzip", """mkdir -p "$5"; tar -xf "$3" -C "$5" """);
        BashScript.StandIn(In("bin"), "python3", "exit 1");
        // macOS has none of these as GNU knows them
        foreach (var name in (string[])["realpath", "readlink", "date"])
            BashScript.StandIn(In("bin"), name, $"echo '{name} was called' >&2; exit 1");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void WhatTheWorkflowTakes_IsWhatTheScriptLeaves()
    {
        var rid = Run();
        // made by Python, which has a test of its own
        Directory.CreateDirectory(In("forms/wheel"));
        File.WriteAllText(In("forms/wheel/rightsizer.whl"), "");

        var workflow = File.ReadAllText(Path.Combine(SharedFolder.RepositoryRoot, ".github", "workflows", "packages.yml"));
        var taken = Taken().Matches(workflow[workflow.IndexOf("mkdir packages", StringComparison.Ordinal)..])
            .Select(m => m.Groups[1].Value.Replace("${{ matrix.rid }}", rid, StringComparison.Ordinal)
                .Replace("${{ matrix.file }}", "rightsizer", StringComparison.Ordinal)).ToList();

        Assert.Equal(
            ["forms/wheel/*.whl", $"forms/feed/Rightsizer.{rid}.*.nupkg", $"forms/rightsizer-{rid}.tar.gz", $"forms/{rid}/rightsizer"],
            taken);
        Assert.All(taken, t => Assert.Single(Directory.GetFiles(In(Path.GetDirectoryName(t)!), Path.GetFileName(t))));
    }

    string Run()
    {
        var (code, said) = BashScript.Run(In("bin"), "bash",
            [Path.Combine(SharedFolder.RepositoryRoot, "deploy", "try-packages.sh"), In("forms")]);
        Assert.True(code == 0, said);
        Assert.Contains("every form gives the same answer", said, StringComparison.Ordinal);
        return Native().Match(said).Groups[1].Value;
    }

    string In(string name) => Path.Combine(folder, name);

    [GeneratedRegex(@"\bcp (forms/(?:[^\s$]|\$\{\{ [a-z.]+ \}\})+)")]
    private static partial Regex Taken();

    [GeneratedRegex(@"^(linux-\S+) .* start +\d+ ms .* diagnose +\d+ ms ", RegexOptions.Multiline)]
    private static partial Regex Native();
}
