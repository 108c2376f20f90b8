using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Rightsizer.Aws.ByIds;
using Rightsizer.Cli.Commands;
using Rightsizer.Cli.Settings;
using Rightsizer.EventLogParser;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Cli.Fleet;

/// <summary>
/// <c>report --engine spark</c>: the logs are read by a job on Spark that fills the state; the report is then made of the state.
/// </summary>
static class SparkEngine
{
    const string Local = "local", Spark = "spark", Program = "rightsizer", Script = "rightsizer_fleet.py";

    static readonly Option<string?> Engine = Values.OneOf(
        "--engine", "Read the logs on this machine, or with a Spark job that fills --state (docs/scale.md).", [Local, Spark]);
    static readonly Option<string?> Master = new(
        "--master")
    { HelpName = "MASTER", Description = "Spark master for --engine spark, as for spark-submit." };
    static readonly Option<string[]> Conf = new(
        "--conf")
    { HelpName = "KEY=VALUE", Description = "Spark property for --engine spark. Repeatable." };
    static readonly Option<string?> Binary = new(
        "--spark-binary")
    {
        HelpName = "FILE",
        Description = "Self-contained rightsizer that --engine spark sends to the executors. Default: this one, if it is a single file."
    };

    public static IReadOnlyList<Option> All { get; } = [Engine, Master, Conf, Binary];

    /// <summary>Has the state filled by Spark where that is asked for.</summary>
    /// <exception cref="RightsizerException">There is no Spark here, something is missing that it needs, or the job failed.</exception>
    public static void Fill(ParseResult parsed, FleetRequest request, CliContext context)
    {
        if (parsed.GetValue(Engine) is not Spark)
        {
            foreach (var option in (Option[])[Master, Conf, Binary])
            {
                if (parsed.GetResult(option) is { Implicit: false })
                    throw new RightsizerException(ExitCode.BadArguments, $"{option.Name}: only with --engine spark");
            }
            return;
        }
        var state = request.State ?? throw new RightsizerException(
            ExitCode.BadArguments, "--engine spark: needs --state, which the job fills and the report is made of");
        if (request.Sources.FirstOrDefault(JobLogs.Takes) is { } job)
            throw new RightsizerException(ExitCode.BadArguments,
                $"--engine spark: {job}: only without it: what ran a job is asked of AWS once, here, and the executors read places alone. "
                + "Give the folder of the logs, with --cluster for the clusters, or leave out --engine spark");
        var folder = Directory.CreateTempSubdirectory("rightsizer-spark-");
        try
        {
            var program = UnderItsName(ProgramToShip(parsed.GetValue(Binary)), folder.FullName);
            var script = Path.Combine(folder.FullName, Script);
            using (var resource = typeof(SparkEngine).Assembly.GetManifestResourceStream(Script)!)
            using (var file = File.Create(script)) resource.CopyTo(file);
            var arguments = new List<string>();
            if (parsed.GetValue(Master) is { } master) arguments.AddRange(["--master", master]);
            foreach (var property in parsed.GetValue(Conf) ?? []) arguments.AddRange(["--conf", property]);
            arguments.AddRange(["--files", program, script, "--state", LogUri.Write(state)]);
            if (request.Timeout is { } timeout)
                arguments.AddRange(["--timeout", FormattableString.Invariant($"{timeout.TotalSeconds:0.###}")]);
            arguments.AddRange(Handed(parsed));
            arguments.Add("--");
            arguments.AddRange(request.Sources.Select(LogUri.Write));
            Submit(arguments, parsed.GetValue(GlobalOptions.Verbose), context);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What decides prices and how S3 is reached, as it was given here; files must lie at the same path on every node.</summary>
    static IEnumerable<string> Handed(ParseResult parsed)
    {
        // or an executor's working folder would decide
        yield return $"--option={ProjectFile.Option.Name}={ProjectFile.Handed(parsed)}";
        foreach (var option in PriceOptions.OfMany.Concat(SourceOptions.All))
        {
            if (option == ProjectFile.Option || parsed.GetResult(option) is not { Implicit: false } given) continue;
            var value = given.Tokens.Count > 0
                ? "=" + (option.HelpName is "PATH" or "FILE" ? Path.GetFullPath(given.Tokens[^1].Value) : given.Tokens[^1].Value) : "";
            yield return $"--option={option.Name}{value}";
        }
    }

    static string ProgramToShip(string? given)
    {
        if (given is not null && !File.Exists(given))
            throw new RightsizerException(ExitCode.BadArguments, $"--spark-binary {given}: no such file");
        if (given is not null) return Path.GetFullPath(given);
        // one file, native or not, has no assembly beside it
        var single = !File.Exists(Path.Combine(AppContext.BaseDirectory, Program + ".dll"));
        return single && OperatingSystem.IsLinux() ? Environment.ProcessPath!
            : throw new RightsizerException(ExitCode.BadArguments,
            "--engine spark: this rightsizer is not the single file that Spark's nodes can run; give one with --spark-binary (dotnet "
            + "publish src/Cli -r linux-x64 -o artifacts/linux-x64)");
    }

    /// <summary>Spark ships a file under its own name, that of a link's target, and the job looks for this one.</summary>
    static string UnderItsName(string program, string folder)
    {
        program = File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program;
        if (Path.GetFileName(program) == Program) return program;
        var copy = Path.Combine(folder, Program);
        File.Copy(program, copy);
        return copy;
    }

    static void Submit(List<string> arguments, bool verbose, CliContext context)
    {
        var start = new ProcessStartInfo(FindSubmit(), arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var submit = Process.Start(start)!;
        var last = "";
        void Tell(string? line)
        {
            if (string.IsNullOrWhiteSpace(line)) return;
            if (line.StartsWith("error: ", StringComparison.Ordinal) || line.Contains("Error", StringComparison.Ordinal)
                || line.Contains("Exception", StringComparison.Ordinal)) last = line;
            // Spark's own words only where they are asked for
            var ours = line.StartsWith("rightsizer: ", StringComparison.Ordinal);
            if (ours || verbose) lock (arguments) context.Error.WriteLine(PlainText.OneLine(line));
        }
        submit.OutputDataReceived += (_, e) => Tell(e.Data);
        submit.ErrorDataReceived += (_, e) => Tell(e.Data);
        submit.BeginOutputReadLine();
        submit.BeginErrorReadLine();
        using (context.Cancellation.Register(() => submit.Kill(entireProcessTree: true))) submit.WaitForExit();
        context.Cancellation.ThrowIfCancellationRequested();
        if (submit.ExitCode == 0) return;
        var code = submit.ExitCode is (int)ExitCode.BadArguments or (int)ExitCode.NotAnEventLog ? (ExitCode)submit.ExitCode
            : ExitCode.InputUnreadable;
        throw new RightsizerException(code, string.Create(CultureInfo.InvariantCulture,
            $"the Spark job ended with {submit.ExitCode}: {last.Trim()} (what it has read is in the state: run it again; --verbose "
            + $"shows what Spark says)"));
    }

    static string FindSubmit()
    {
        var folders = Environment.GetEnvironmentVariable("SPARK_HOME") is { Length: > 0 } home ? [Path.Combine(home, "bin")]
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(f => Path.Combine(f, "spark-submit")).FirstOrDefault(File.Exists)
            ?? throw new RightsizerException(
            ExitCode.BadArguments, "--engine spark: there is no spark-submit in SPARK_HOME or on the path");
    }
}
