using Rightsizer.Analyzer.Answers.Fleet.Bills;
using Rightsizer.Aws.S3;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Cli.Fleet;

/// <summary>The files of one delivery of an export: CSV (plain, gzip, zip) or Parquet, recognised by their first bytes.</summary>
sealed class BillFolder : IBill
{
    /// <summary>First lines of a file by which it is recognised as a copy of another.</summary>
    const int ComparedLines = 20;

    static readonly string[] Extensions = [".csv", ".gz", ".zip", ".parquet"];

    /// <summary>A table beside the data that says when they were last written, which the integration with Athena keeps.</summary>
    const string StatusTable = "cost_and_usage_data_status";

    readonly IReadOnlyList<LogPart> files;
    readonly CancellationToken cancellation;

    BillFolder(IReadOnlyList<LogPart> files, CancellationToken cancellation)
    {
        this.files = files;
        this.cancellation = cancellation;
    }

    /// <exception cref="RightsizerException">There is no such place, or no file of an export in it.</exception>
    public static BillFolder Find(string place, SourceOptions source, CliContext context)
    {
        IReadOnlyList<LogPart> found;
        var isOne = false;
        if (S3LogStore.Takes(place))
        {
            found = new S3LogStore(LogSources.S3OptionsOf(source, context)).Files(place);
            isOne = found is [var only] && only.Location == place;
        }
        else if (Directory.Exists(place))
        {
            found = [.. Directory.EnumerateFiles(place, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Select(f => new LocalFilePart(f))];
        }
        else if (File.Exists(place)) return new BillFolder([new LocalFilePart(place)], context.Cancellation);
        else throw new RightsizerException(ExitCode.BadArguments, $"--bill {place}: no such file or folder");
        // beside the data lie manifests and statements that create tables
        var data = found.Where(f => isOne || IsData(f.Name)).ToList();
        return data.Count > 0 ? new BillFolder(data, context.Cancellation)
            : throw new RightsizerException(ExitCode.BadArguments,
                $"--bill {place}: no .csv, .csv.gz, .zip or .parquet file in it; give the folder of one delivery");
    }

    static bool IsData(string name) => Extensions.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase))
        && name[0] is not ('.' or '_') && !name.StartsWith(StatusTable, StringComparison.OrdinalIgnoreCase);

    public BillFiles Read(Action<BillLine> take)
    {
        var sum = new BillFiles("", 0, 0, 0);
        var begins = new Dictionary<string, string>(StringComparer.Ordinal);
        var periods = new Dictionary<(string Name, long PeriodMs), string>();
        foreach (var file in files)
        {
            var begin = new List<string>();
            long? period = null;
            var read = ReadFile(file, line =>
            {
                cancellation.ThrowIfCancellationRequested();
                period ??= line.PeriodMs;
                if (begin.Count < ComparedLines)
                    begin.Add($"{line.ResourceId} {line.UsageType} {line.FromMs} {line.Quantity} {line.CashUsd}");
                take(line);
            });
            if (period is { } ms && !periods.TryAdd((file.Name, ms), file.Location)
                && !ArePartitions(file.Location, periods[(file.Name, ms)]))
            {
                throw new RightsizerException(ExitCode.BadArguments,
                    $"--bill: {file.Location} and {periods[(file.Name, ms)]} have the same name and billing period: two deliveries of the "
                    + "same costs, which would count twice; give the folder of one");
            }
            if (begin.Count > 0 && !begins.TryAdd(string.Join('\n', begin), file.Name))
            {
                throw new RightsizerException(ExitCode.BadArguments,
                    $"--bill: {file.Name} begins with the same lines as {begins[string.Join('\n', begin)]}, so costs would count twice; "
                    + "give the folder of one delivery");
            }
            if (sum.Files > 0 && sum.Format != read.Format)
            {
                throw new RightsizerException(ExitCode.BadArguments,
                    $"--bill: {file.Name} is a {read.Format} export and {files[0].Name} a {sum.Format} export: both hold the same costs, "
                    + "which would count twice; give the folder of one");
            }
            sum = new BillFiles(read.Format, sum.Files + 1, sum.Lines + read.Lines, sum.DamagedLines + read.DamagedLines);
        }
        return sum;
    }

    /// <summary>
    /// The folders differ in names such as service=AmazonEC2 alone: parts of one table. AWS writes each delivery of a period into a
    /// folder whose name is an id.
    /// </summary>
    static bool ArePartitions(string a, string b)
    {
        string[] left = a.Split('/', '\\'), right = b.Split('/', '\\');
        return left.Length == right.Length
            && left.Zip(right).All(p => p.First == p.Second || (p.First.Contains('=') && p.Second.Contains('=')));
    }

    static BillFiles ReadFile(LogPart file, Action<BillLine> take)
    {
        try
        {
            using (var stream = file.OpenRead())
            {
                Span<byte> magic = stackalloc byte[4];
                if (stream.ReadAtLeast(magic, 4, throwOnEndOfStream: false) == 4 && magic.SequenceEqual("PAR1"u8))
                {
                    stream.Position = 0;
                    return ParquetBill.Read(file.Name, stream, take);
                }
            }
            // gzip and its members, zip, text of a spreadsheet in UTF-16: known by the first bytes
            using var plain = DecodedStream.Open(file);
            return CsvBill.Read(file.Name, plain, take, () => plain.StreamError);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RightsizerException(ExitCode.InputUnreadable, $"--bill {file.Location}: cannot be read: {e.Message}", e);
        }
    }
}
