using System.Text;
using Rightsizer.Analyzer.Answers.Fleet.Commitments;
using Rightsizer.Analyzer.Answers.Quote;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Cli;

/// <summary>The files that say what a run cost: read before the log, so that a wrong one is told at once.</summary>
static class CostInputs
{
    /// <summary>What the AWS CLI prints of the cluster or job run.</summary>
    /// <param name="file">Its path; null is none.</param>
    /// <param name="option">The option that named it.</param>
    public static ClusterFile? Cluster(string? file, string option = "--cluster") =>
        file is null ? null : ClusterFileReader.Parse(file, OptionFile.ReadText(file, option));

    /// <summary>A warning where the cluster file cannot be the run's.</summary>
    /// <param name="why">Null where it is used, or none was given.</param>
    /// <param name="context">Has the standard error.</param>
    public static void TellUnused(string? why, CliContext context)
    {
        if (why is not null) context.Error.WriteLine("warning: " + PlainText.OneLine(why));
    }

    /// <summary>Clusters and job runs of a file, or of all .json files under a folder.</summary>
    public static IReadOnlyList<ClusterFile> Clusters(string place)
    {
        string[] files = Directory.Exists(place)
            ? [.. Directory.EnumerateFiles(place, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [place];
        return ClusterFilesReader.Parse(files.Select(f => (Path.GetFileName(f), OptionFile.ReadText(f, "--cluster"))));
    }

    /// <summary>YARN's account: from a ResourceManager, from a file, or from all files of a folder.</summary>
    public static IReadOnlyList<YarnApplication> Yarn(string place, CancellationToken cancellation)
    {
        if (place.Contains("://", StringComparison.Ordinal))
            return YarnReader.Parse([(PlainText.OneLine(place), YarnServer.ReadApplications(place, cancellation))]);
        string[] files = Directory.Exists(place) ? [.. Directory.EnumerateFiles(place).Order(StringComparer.Ordinal)] : [place];
        return YarnReader.Parse(files.Select(f => (PlainText.OneLine(f), Encoding.UTF8.GetBytes(OptionFile.ReadText(f, "--yarn")))));
    }

    /// <summary>Savings Plans and reservations that could be bought; empty where no file is given.</summary>
    /// <param name="file">Null: none.</param>
    /// <param name="discounts">Prices of the runs.</param>
    /// <exception cref="RightsizerException">Not such a file, or a part of the use is covered already.</exception>
    public static IReadOnlyList<CommitmentOffer> Commitments(string? file, Discounts? discounts) => file is null ? []
        : discounts?.HaveCommitments != true ? CommitmentOffers.Parse("--commitments " + file, OptionFile.ReadText(file, "--commitments"))
        : throw new RightsizerException(ExitCode.BadArguments,
            "--commitments: the discounts file has Savings Plans or reservations, so a part of the use is covered already and would be "
            + "covered twice. Give a discounts file without them, and a state made with that file.");

    public static Discounts? Discounts(string? file) =>
        file is null ? null : ShapeReader.ReadDiscounts(file, OptionFile.ReadText(file, "--discounts"));

    /// <summary>A folder of tables, one table, or one file of several; null is the book inside the program.</summary>
    public static PriceBook? Prices(string? path)
    {
        if (path is null) return null;
        if (Directory.Exists(path))
        {
            var tables = PriceTables.All.Where(t => File.Exists(Path.Combine(path, t)))
                .ToDictionary(t => t, t => OptionFile.ReadText(Path.Combine(path, t), "--prices"));
            return PriceBook.FromTables(path, tables);
        }
        var text = OptionFile.ReadText(path, "--prices");
        var name = Path.GetFileName(path);
        return PriceBook.FromTables(
            name, PriceTables.All.Contains(name) ? new Dictionary<string, string> { [name] = text } : PriceTables.SplitFile(text));
    }

    /// <summary>What of the user's own files decides a price, to the last byte.</summary>
    public static IEnumerable<string> Texts(string? prices, string? discounts)
    {
        if (prices is not null && Directory.Exists(prices))
        {
            foreach (var table in PriceTables.All.Where(t => File.Exists(Path.Combine(prices, t))))
                yield return table + "\n" + OptionFile.ReadText(Path.Combine(prices, table), "--prices");
        }
        else if (prices is not null) yield return Path.GetFileName(prices) + "\n" + OptionFile.ReadText(prices, "--prices");
        if (discounts is not null) yield return OptionFile.ReadText(discounts, "--discounts");
    }
}
