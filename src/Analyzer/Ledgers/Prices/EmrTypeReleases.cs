using System.Globalization;

namespace Rightsizer.Analyzer.Ledgers.Prices;

/// <summary>The EMR releases that run an instance type, line by line: 5, 6, 7 and spark-8.</summary>
public sealed record EmrTypeReleases
{
    readonly List<(Label From, Label? To)> ranges;

    EmrTypeReleases(List<(Label, Label?)> ranges) => this.ranges = ranges;

    /// <summary>"5.36.1+ 6.10.0-6.14.0 7.0.0 spark-8.0.0+"; null when the text is not of that form.</summary>
    public static EmrTypeReleases? Parse(string text)
    {
        var ranges = new List<(Label, Label?)>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            const string spark = "spark-";
            var body = word.StartsWith(spark, StringComparison.Ordinal) ? word[spark.Length..] : word;
            var ends = body.TrimEnd('+').Split('-');
            if (ends.Length > 2 || Label.Parse(ends[0], body.Length < word.Length) is not { } from
                || Label.Parse(ends[^1], body.Length < word.Length) is not { } to) return null;
            ranges.Add((from, body.EndsWith('+') ? null : to));
        }
        return ranges.Count == 0 ? null : new EmrTypeReleases(ranges);
    }

    /// <summary>
    /// True where the release runs the type. A release that is newer than the lists, of a line that they do not have, or not known is
    /// taken as the newest.
    /// </summary>
    /// <param name="label">"emr-6.15.0", "emr-spark-8.0.0"; null when unknown.</param>
    public bool Include(string? label)
    {
        const string emr = "emr-", spark = "emr-spark-";
        var isSpark = label?.StartsWith(spark, StringComparison.Ordinal) == true;
        var asked = label?.StartsWith(emr, StringComparison.Ordinal) == true
            ? Label.Parse(label.AsSpan((isSpark ? spark : emr).Length), isSpark) : null;
        if (asked is not { } at || at.IsAfterAllLines) return ranges.Exists(r => r.To is null);
        if (at.Major < FirstLine) return true;
        return ranges.Exists(r => r.From.IsOfLine(at) && r.From.CompareTo(at) <= 0 && (r.To is not { } to || to.CompareTo(at) >= 0));
    }

    /// <summary>The lists begin with 5.0.0: what ran on releases before is not known here.</summary>
    const int FirstLine = 5;

    readonly record struct Label(bool IsSpark, int Major, int Minor, int Patch) : IComparable<Label>
    {
        public bool IsAfterAllLines => IsSpark ? Major > 8 : Major > 7;

        public static Label? Parse(ReadOnlySpan<char> text, bool isSpark)
        {
            Span<int> numbers = [0, 0, 0];
            var count = 0;
            foreach (var part in text.Split('.'))
            {
                if (count == numbers.Length
                    || !int.TryParse(text[part], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[count++])) return null;
            }
            if (count < 2) return null;
            return new Label(isSpark, numbers[0], numbers[1], numbers[2]);
        }

        public bool IsOfLine(Label other) => (IsSpark, Major) == (other.IsSpark, other.Major);

        public int CompareTo(Label other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
    }
}
