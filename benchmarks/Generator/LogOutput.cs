using System.Diagnostics;

namespace Rightsizer.Benchmarks.Generator;

/// <summary>A file in one of the codecs that Spark writes.</summary>
static class LogOutput
{
    public static Stream Create(string path, string codec) => codec switch
    {
        "zstd" => new ZstdCommand(path),
        "lz4" => new Lz4BlockOutput(File.Create(path)),
        _ => File.Create(path),
    };

    /// <summary>The zstd program at level 1, which is Spark's default.</summary>
    sealed class ZstdCommand : PassingStream
    {
        readonly Process process;

        public ZstdCommand(string path)
        {
            process = Process.Start(
                new ProcessStartInfo("zstd", ["-1", "-q", "-f", "--no-check", "-o", path]) { RedirectStandardInput = true })!;
        }

        public override void Write(ReadOnlySpan<byte> buffer) => process.StandardInput.BaseStream.Write(buffer);

        protected override void Dispose(bool disposing)
        {
            process.StandardInput.Close();
            process.WaitForExit();
            if (process.ExitCode != 0) throw new IOException($"zstd ended with {process.ExitCode}");
            process.Dispose();
        }
    }
}
