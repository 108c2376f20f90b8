using System.Globalization;
using System.Text;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Answers.Fleet.Bills;

/// <summary>Which column of an export holds what, and from a row to a line.</summary>
/// <remarks>
/// Names are compared by letters and digits alone: line_item_unblended_cost (CUR 2.0), lineItem/UnblendedCost (CUR) and BilledCost
/// (FOCUS 1.x) are all found.
/// </remarks>
public sealed class BillColumns
{
    /// <summary>No line of a bill is larger; sums of such numbers stay exact.</summary>
    const decimal MaxUsd = 1_000_000_000m;

    const int Places = 12;

    /// <summary>Types of lines that a commitment pays for (CUR, line_item_line_item_type).</summary>
    const string SavingsPlanCovered = "SavingsPlanCoveredUsage", ReservationCovered = "DiscountedUsage";

    readonly Dictionary<string, int> byName = new(StringComparer.Ordinal);
    readonly List<(int Column, string Key)> tagColumns = [];
    readonly bool isFocus;

    BillColumns(IReadOnlyList<string> header)
    {
        for (var i = 0; i < header.Count; i++)
        {
            var name = Plain(header[i]);
            if (!byName.TryAdd(name, i)) continue;
            if (name.StartsWith("resourcetags", StringComparison.Ordinal) && name.Length > "resourcetags".Length)
                tagColumns.Add((i, name["resourcetags".Length..]));
        }
        isFocus = byName.ContainsKey("billedcost");
        var wanted = new bool[header.Count];
        foreach (var name in isFocus ? Focus : Cur)
        {
            if (byName.TryGetValue(name, out var at)) wanted[at] = true;
        }
        foreach (var (column, _) in tagColumns) wanted[column] = true;
        Wanted = wanted;
    }

    static readonly string[] Cur =
    [
        "lineitemunblendedcost", "lineitemlineitemtype", "lineitemproductcode", "lineitemusagetype", "lineitemresourceid",
        "lineitemusagestartdate", "lineitemusageenddate", "lineitemusageamount", "lineitemcurrencycode",
        "savingsplansavingsplaneffectivecost", "reservationeffectivecost", "reservationreservationarn", "resourcetags",
        "splitlineitemsplitcost", "splitlineitemunusedcost", "splitlineitemparentresourceid", "billbillingperiodstartdate",
    ];

    static readonly string[] Focus =
    [
        "billedcost", "effectivecost", "chargecategory", "chargeclass", "servicename", "xservicecode", "xusagetype", "skumeter",
        "resourceid", "chargeperiodstart", "chargeperiodend", "consumedquantity", "billingcurrency", "commitmentdiscountid",
        "commitmentdiscountstatus", "billingperiodstart", "tags",
    ];

    /// <summary>"CUR" or "FOCUS".</summary>
    public string Format => isFocus ? "FOCUS" : "CUR";

    /// <summary>By column: its cells are needed.</summary>
    public IReadOnlyList<bool> Wanted { get; }

    /// <summary>Column of the tags where they are a map in one column; -1 where they are not.</summary>
    public int TagsColumn => byName.GetValueOrDefault(isFocus ? "tags" : "resourcetags", -1);

    /// <exception cref="RightsizerException">The columns are not those of a bill.</exception>
    public static BillColumns Create(string file, IReadOnlyList<string> header)
    {
        var columns = new BillColumns(header);
        string[] needed = columns.isFocus ? ["billedcost", "chargecategory", "servicename"]
            : ["lineitemunblendedcost", "lineitemlineitemtype", "lineitemproductcode"];
        if (needed.All(columns.byName.ContainsKey)) return columns;
        throw new RightsizerException(ExitCode.BadArguments,
            $"--bill {file}: not a bill: it needs the columns line_item_unblended_cost, line_item_line_item_type and "
            + "line_item_product_code (Cost and Usage Report), or BilledCost, ChargeCategory and ServiceName (FOCUS)");
    }

    /// <summary>With <see cref="BillLine.IsReadable"/> where the cost can be read.</summary>
    /// <param name="cells">One for each column; null or empty where absent.</param>
    /// <param name="tags">Of a map column; null where it is text, among the cells.</param>
    /// <exception cref="RightsizerException">The bill is not in US dollars.</exception>
    public BillLine Read(IReadOnlyList<string?> cells, IReadOnlyList<KeyValuePair<string, string>>? tags = null)
    {
        var readable = Money(Cell(cells, isFocus ? "billedcost" : "lineitemunblendedcost"));
        var cash = readable ?? 0;
        var currency = Cell(cells, isFocus ? "billingcurrency" : "lineitemcurrencycode");
        if (currency is not (null or "USD"))
            throw new RightsizerException(ExitCode.BadArguments,
                $"the bill is in {(currency.Length <= 8 ? currency : "another currency")}: only bills in USD can be compared"
                + " with prices in USD");
        var product = (isFocus ? Cell(cells, "xservicecode") ?? Cell(cells, "servicename") : Cell(cells, "lineitemproductcode")) ?? "";
        var usageType = (isFocus ? Cell(cells, "xusagetype") ?? Cell(cells, "skumeter") : Cell(cells, "lineitemusagetype")) ?? "";
        var charge = isFocus ? FocusCharge(cells) : cash == 0 && IsSplit(cells) ? BillCharge.Split
            : CurCharge(Cell(cells, "lineitemlineitemtype"), Cell(cells, "reservationreservationarn") is not null);
        var effective = charge == BillCharge.Usage ? Effective(cells) : null;
        var covered = charge == BillCharge.Usage && IsCovered(cells);
        var pairs = tags ?? BillTags.Parse(TagsColumn >= 0 ? At(cells, TagsColumn) : null);
        var resource = Cell(cells, isFocus ? "resourceid" : "lineitemresourceid");
        return new BillLine
        {
            Charge = charge,
            IsReadable = readable is not null,
            Service = BillServices.Find(product, usageType.Length > 0 ? usageType : resource ?? ""),
            Product = Cut(product),
            UsageType = Cut(usageType),
            CashUsd = cash,
            ChargedUsd = readable is null ? 0 : effective ?? cash,
            IsCovered = covered,
            IsCostKnown = effective is not null || !covered,
            ResourceId = resource is null ? null : Cut(resource),
            ClusterId = ClusterOf(cells, pairs) ?? BillTags.ClusterId(resource),
            SplitUsd = charge == BillCharge.Split
                ? (Money(Cell(cells, "splitlineitemsplitcost")) ?? 0) + (Money(Cell(cells, "splitlineitemunusedcost")) ?? 0) : 0,
            ParentId = charge == BillCharge.Split && Cell(cells, "splitlineitemparentresourceid") is { } parent ? Cut(parent) : null,
            TagValues = [.. pairs.Select(p => p.Value), .. tagColumns.Select(t => At(cells, t.Column)).OfType<string>()],
            FromMs = Time(Cell(cells, isFocus ? "chargeperiodstart" : "lineitemusagestartdate")),
            UntilMs = Time(Cell(cells, isFocus ? "chargeperiodend" : "lineitemusageenddate")),
            PeriodMs = Time(Cell(cells, isFocus ? "billingperiodstart" : "billbillingperiodstartdate")),
            Quantity = Number(Cell(cells, isFocus ? "consumedquantity" : "lineitemusageamount")),
        };
    }

    /// <summary>A row with too few or too many cells: what names a resource or a cluster in it tells whose it may be.</summary>
    public static BillLine Unreadable(IReadOnlyList<string?> cells)
    {
        var texts = cells.OfType<string>().ToList();
        var values = texts.SelectMany(t => BillTags.Parse(t)).Select(p => p.Value).Concat(texts).ToList();
        return new BillLine
        {
            Charge = BillCharge.Usage,
            IsReadable = false,
            Service = null,
            Product = "",
            UsageType = "",
            CashUsd = 0,
            ChargedUsd = 0,
            ResourceId = texts.Find(t => t.StartsWith("arn:", StringComparison.Ordinal)) is { } resource ? Cut(resource) : null,
            ClusterId = values.Select(BillTags.ClusterId).FirstOrDefault(c => c is not null),
            TagValues = values,
        };
    }

    /// <summary>What the use cost with the fees of what covers it; null where that is not its own cost, or the file does not say.</summary>
    decimal? Effective(IReadOnlyList<string?> cells) => Money(isFocus ? Cell(cells, "effectivecost")
        : Cell(cells, "lineitemlineitemtype") switch
        {
            SavingsPlanCovered => Cell(cells, "savingsplansavingsplaneffectivecost"),
            ReservationCovered => Cell(cells, "reservationeffectivecost"),
            _ => null,
        });

    /// <summary>A commitment pays for the use, so that the line's own cost is not what it cost.</summary>
    bool IsCovered(IReadOnlyList<string?> cells) => isFocus ? Cell(cells, "commitmentdiscountid") is not null
        : Cell(cells, "lineitemlineitemtype") is SavingsPlanCovered or ReservationCovered;

    /// <summary>Parquet has 0 instead of nothing in the columns of any other line.</summary>
    bool IsSplit(IReadOnlyList<string?> cells) => Cell(cells, "splitlineitemparentresourceid") is not null
        || Money(Cell(cells, "splitlineitemsplitcost")) is > 0;

    static BillCharge CurCharge(string? type, bool isOfReservation) => type switch
    {
        "Usage" or ReservationCovered or SavingsPlanCovered => BillCharge.Usage,
        "RIFee" or "SavingsPlanRecurringFee" or "SavingsPlanUpfrontFee" => BillCharge.CommitmentFee,
        "Fee" when isOfReservation => BillCharge.CommitmentFee,
        "SavingsPlanNegation" => BillCharge.CommitmentOffset,
        "Tax" => BillCharge.Tax,
        "Credit" => BillCharge.Credit,
        "Refund" => BillCharge.Refund,
        { } other when other.EndsWith("Discount", StringComparison.Ordinal) => BillCharge.Discount,
        _ => BillCharge.Other,
    };

    BillCharge FocusCharge(IReadOnlyList<string?> cells) => Cell(cells, "chargecategory") switch
    {
        "Usage" when Cell(cells, "chargeclass") == "Correction" => BillCharge.Refund,
        // its effective cost is what of the fee covered nothing
        "Usage" when Cell(cells, "commitmentdiscountstatus") == "Unused" => BillCharge.CommitmentFee,
        "Usage" => BillCharge.Usage,
        "Purchase" when Cell(cells, "commitmentdiscountid") is not null => BillCharge.CommitmentFee,
        "Tax" => BillCharge.Tax,
        "Credit" => BillCharge.Credit,
        "Adjustment" => BillCharge.Refund,
        _ => BillCharge.Other,
    };

    string? ClusterOf(IReadOnlyList<string?> cells, IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        foreach (var (key, value) in tags)
        {
            if (Plain(key).EndsWith("jobflowid", StringComparison.Ordinal) && BillTags.ClusterId(value) is { } id) return id;
        }
        foreach (var (column, key) in tagColumns)
        {
            if (key.EndsWith("jobflowid", StringComparison.Ordinal) && BillTags.ClusterId(At(cells, column)) is { } id) return id;
        }
        return null;
    }

    string? Cell(IReadOnlyList<string?> cells, string name) => byName.TryGetValue(name, out var at) ? At(cells, at) : null;

    static string? At(IReadOnlyList<string?> cells, int at) => at < cells.Count && cells[at] is { Length: > 0 } text ? text : null;

    static string Cut(string text) => text.Length <= 300 ? text : text[..300];

    static decimal? Money(string? text) => Number(text) is { } usd && Math.Abs(usd) <= MaxUsd
        ? Math.Round(usd, Places, MidpointRounding.AwayFromZero) : null;

    static decimal? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>With "Z", an offset, or as databases print it: "2026-11-02 06:00:00 UTC".</summary>
    static long? Time(string? text) => text is not null
        && DateTimeOffset.TryParse(text.EndsWith(" UTC", StringComparison.Ordinal) ? text[..^4] : text, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var at)
        ? at.ToUnixTimeMilliseconds() : null;

    /// <summary>Small letters and digits only.</summary>
    internal static string Plain(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c)) plain.Append(char.ToLowerInvariant(c));
        }
        return plain.ToString();
    }
}
