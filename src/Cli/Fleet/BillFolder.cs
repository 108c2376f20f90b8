using Rightsizer.Analyzer.Answers.Fleet.Bills;
using Rightsizer.Aws.S3;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Cli.Fleet;

/// <summary>The files of one delivery of an export: CSV, gzip or Parquet, recognised by their first bytes.</summary>
sealed class BillFolder : IBill
{
    /// <summary>First lines of a file by which it is recognised as a copy of another.</summary>
    const int ComparedLines = 20;

    static readonly string[] Extensions = [".csv", ".gz", ".parquet"];

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
        var data = found.Where(f => isOne || Extensions.Any(e => f.Name.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
            .ToList();
        return data.Count > 0 ? new BillFolder(data, context.Cancellation)
            : throw new RightsizerException(
                ExitCode.BadArguments, $"--bill {place}: no .csv, .csv.gz or .parquet file in it; give the folder of one delivery");
    }

    public BillFiles Read(Action<BillLine> take)
    {
        var sum = new BillFiles("", 0, 0, 0);
        var begins = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var begin = new List<string>();
            var read = ReadFile(file, line =>
            {
                cancellation.ThrowIfCancellationRequested();
                if (begin.Count < ComparedLines)
                    begin.Add($"{line.ResourceId} {line.UsageType} {line.FromMs} {line.Quantity} {line.CashUsd}");
                take(line);
            });
            if (begin.Count > 0 && !begins.TryAdd(string.Join('\n', begin), file.Name))
            {
                throw new RightsizerException(ExitCode.BadArguments,
                    $"--bill: {file.Name} begins with the same lines as {begins[string.Join('\n', begin)]}, so costs would count twice; "
                    + "give the folder of one delivery");
            }
            sum = new BillFiles(sum.Format.Length == 0 || sum.Format == read.Format ? read.Format : "CUR and FOCUS", sum.Files + 1,
                sum.Lines + read.Lines, sum.DamagedLines + read.DamagedLines);
        }
        return sum;
    }

    static BillFiles ReadFile(LogPart file, Action<BillLine> take)
    {
        try
        {
            using var stream = file.OpenRead();
            Span<byte> magic = stackalloc byte[4];
            var length = stream.ReadAtLeast(magic, 4, throwOnEndOfStream: false);
            stream.Position = 0;
            if (length == 4 && magic.SequenceEqual("PAR1"u8)) return ParquetBill.Read(file.Name, stream, take);
            return CsvBill.Read(file.Name, stream, length >= 2 && magic[0] == 0x1f && magic[1] == 0x8b, take);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RightsizerException(ExitCode.InputUnreadable, $"--bill {file.Location}: cannot be read: {e.Message}", e);
        }
    }
}
