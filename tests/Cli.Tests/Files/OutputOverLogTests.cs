using System.IO.Compression;

namespace Rightsizer.Cli.Tests.Files;

/// <summary>No output takes the place of a log that the command reads, whatever way its path leads there.</summary>
public class OutputOverLogTests
{
    /// <summary>
    /// A folder with a log, a link to it, a folder behind a link, an archive, and a rolling log, with the state before the command.
    /// </summary>
    sealed class Place : IDisposable
    {
        readonly TinyLog tiny = new(TinyLog.Start, TinyLog.End);
        readonly Dictionary<string, string> before;

        public Place()
        {
            Directory.CreateDirectory(In("sub"));
            File.Copy(tiny.Log, In("sub/log"));
            File.CreateSymbolicLink(In("link"), "app-1");
            File.CreateSymbolicLink(In("link-to-link"), In("link"));
            File.CreateSymbolicLink(In("dangling"), "sub/../rolling/new");
            Directory.CreateSymbolicLink(In("sublink"), In("sub"));
            Directory.CreateDirectory(In("rolling"));
            File.WriteAllText(In("rolling/events_1_app-2"), TinyLog.Start + "\n");
            File.WriteAllText(In("rolling/events_2_app-2"), TinyLog.End + "\n");
            File.WriteAllText(In("rolling/appstatus_app-2"), "");
            File.CreateSymbolicLink(In("link-to-part"), In("rolling/events_2_app-2"));
            Directory.CreateSymbolicLink(In("rollinglink"), "rolling");
            using (var zip = ZipFile.Open(In("logs.zip"), ZipArchiveMode.Create)) zip.CreateEntryFromFile(tiny.Log, "deep/app-1");
            before = Files();
        }

        public string In(string name) => tiny.In(name);

        public string Folder => tiny.Folder;

        public void IsUntouched() => Assert.Equal(before, Files());

        Dictionary<string, string> Files() => Directory.EnumerateFileSystemEntries(tiny.Folder, "*", SearchOption.AllDirectories)
            .ToDictionary(f => f, f => new FileInfo(f).LinkTarget ?? (File.Exists(f) ? Convert.ToHexString(File.ReadAllBytes(f)) : ""));

        public void Dispose() => tiny.Dispose();
    }

    static void IsRefused(Place place, string why, string command)
    {
        // a word with ':' before it is a path in the folder
        var args = command.Split(' ').Select(w => w.StartsWith(':') ? place.In(w[1..]).TrimEnd('/') : w).ToArray();
        var run = CliRun.Of(args);

        Assert.Contains(why, run.Error, StringComparison.Ordinal);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal(1, run.Error.Count(c => c == '\n'));
        place.IsUntouched();
    }

    [Theory]
    [InlineData("redact :app-1 -o :app-1")]
    [InlineData("redact :app-1 -o :link")]
    [InlineData("redact :link -o :app-1")]
    [InlineData("redact :link -o :link-to-link")]
    [InlineData("redact :logs.zip -o :logs.zip")]
    [InlineData("diagnose :app-1 --format html -o :link")]
    [InlineData("diagnose :sub -o :sublink/log")]
    [InlineData("diagnose :app-1 --emit conf -o :link")]
    [InlineData("compare :app-1 :sub -o :link")]
    [InlineData("compare :app-1 :sub -o :sublink/log")]
    [InlineData("size :app-1 :sub/log -o :sublink/log")]
    [InlineData("size :app-1 --emit emr-json -o :link")]
    [InlineData("report :sub :app-1 -o :link-to-link")]
    [InlineData("report :logs.zip --format json -o :logs.zip")]
    [InlineData("report :sub --notify :sublink/log")]
    [InlineData("report :rolling -o :link-to-part", "it is in the folder of the log")]
    [InlineData("backtest :sub :app-1 -o :link")]
    [InlineData("backtest :sub :app-1 --emit calibration :link")]
    public void FileThatIsTheLog_IsRefused(string command, string why = "it is the log itself")
    {
        using var place = new Place();
        IsRefused(place, why, command);
    }

    [Theory]
    [InlineData("redact :rolling -o :rolling/events_1_app-2")]
    [InlineData("redact :rollinglink -o :rolling/new.zip")]
    [InlineData("redact :rolling -o :dangling")]
    [InlineData("diagnose :rolling -o :rollinglink/report.html")]
    [InlineData("diagnose :rolling --charts :rollinglink/charts")]
    [InlineData("diagnose :rollinglink --charts :rolling")]
    [InlineData("size :rolling --charts :rolling/charts")]
    [InlineData("size :rolling --state :rolling/state")]
    [InlineData("size :rolling/events_1_app-2 -o :rolling/events_2_app-2")]
    [InlineData("compare :app-1 :rolling --charts :rolling/a/b")]
    [InlineData("report : --state :rolling/state")]
    [InlineData("report : --state :state --site :rolling")]
    [InlineData("report : --charts :rollinglink")]
    [InlineData("backtest :rolling --state :rolling")]
    public void PlaceInTheFolderOfTheLog_IsRefused(string command)
    {
        using var place = new Place();
        IsRefused(place, "it is in the folder of the log", command);
    }

    /// <summary>Folders that hold logs are places for reports, and reports are replaced.</summary>
    [Theory]
    [InlineData("report : -o :report.html")]
    [InlineData("report :sub -o :sub/report.json")]
    [InlineData("redact :app-1 -o :sub/log")]
    [InlineData("redact :sub/log -o :link-to-part")]
    [InlineData("diagnose :app-1 --charts :sub")]
    [InlineData("diagnose :app-1 -o :rolling/report.json")]
    [InlineData("report :sub --state :sub/state")]
    public void OtherPlaces_AreWritten(string command)
    {
        using var place = new Place();
        var args = command.Split(' ').Select(w => w.StartsWith(':') ? place.In(w[1..]).TrimEnd('/') : w).ToArray();

        Assert.Equal(0, CliRun.Of(args).ExitCode);
        Assert.Equal(0, CliRun.Of(args).ExitCode);
    }

    /// <summary>A chart is no file that was named: a link of its name is replaced, and what it leads to stays.</summary>
    [Fact]
    public void LinkInTheChartFolder_IsReplaced()
    {
        using var place = new Place();
        Directory.CreateDirectory(place.In("charts"));
        var log = Path.Combine(TestSupport.SharedFolder.RepositoryRoot, "sample-logs", "app-20261121124741-0000.zstd");
        File.Copy(log, place.In("copy.zstd"));
        File.CreateSymbolicLink(place.In("charts/time.svg"), place.In("copy.zstd"));

        Assert.Equal(0, CliRun.Of("diagnose", place.In("copy.zstd"), "--charts", place.In("charts")).ExitCode);
        Assert.Equal(File.ReadAllBytes(log), File.ReadAllBytes(place.In("copy.zstd")));
        Assert.Null(new FileInfo(place.In("charts/time.svg")).LinkTarget);
    }

    [Fact]
    public void LinkBehindALinkedFolder_LeadsWhereTheSystemSays()
    {
        using var place = new Place();
        Directory.CreateDirectory(place.In("sub/deep"));
        Directory.CreateSymbolicLink(place.In("short"), place.In("sub/deep"));
        File.CreateSymbolicLink(place.In("sub/deep/up"), "../report.json");
        Assert.Equal(0, CliRun.Of("diagnose", place.In("app-1"), "-o", place.In("short/up")).ExitCode);

        Assert.True(File.Exists(place.In("sub/report.json")));
        Assert.False(File.Exists(place.In("report.json")));
    }

    [Fact]
    public void CircleOfLinks_IsRefused()
    {
        using var place = new Place();
        File.CreateSymbolicLink(place.In("a"), "b");
        File.CreateSymbolicLink(place.In("b"), "a");

        Assert.InRange(CliRun.Of("diagnose", place.In("app-1"), "-o", place.In("a")).ExitCode, 0, 2);
    }
}
