namespace Rightsizer.Analyzer.Ledgers;

/// <summary>Collects cost items, applies discounts and makes the ledger.</summary>
sealed class LedgerBuilder(string region, Discounts? discounts)
{
    readonly List<LedgerLine> lines = [];
    readonly List<DisplayText> notes = [];
    readonly List<LedgerNodes> nodes = [];
    readonly List<Assumption> constants = [];
    decimal priced, capped, nodeSeconds;
    bool hole, feeInDoubt;

    public string Region { get; } = region;

    /// <summary>Of the nodes, where it is paid for.</summary>
    public decimal StartUpSeconds { get; set; }

    /// <summary>Of the lines that are added next.</summary>
    public LineFollows Follows { get; set; }

    /// <summary>Zero quantities are listed too: a line that is not charged says so.</summary>
    public void Add(CostItem item)
    {
        foreach (var part in discounts?.Apply(item, Region) ?? [item])
        {
            var price = part.Price;
            decimal? amount = price.Usd is { } usd ? BillingMath.Round6(part.Amount * usd / part.Per) : null;
            if (amount is { } a)
            {
                priced += a;
                capped += part.CappedUsd is { } c ? BillingMath.Round6(part.Amount * c / part.Per) : a;
                feeInDoubt |= part.CappedUsd is not null;
            }
            else
            {
                hole = true;
            }
            lines.Add(new LedgerLine
            {
                Name = part.Name,
                Service = part.Service,
                Purpose = part.Purpose,
                Follows = Follows,
                IsCommitted = part.IsCommitted,
                Quantity = Math.Round(part.Amount / part.Per, 12, MidpointRounding.AwayFromZero),
                Unit = part.Unit,
                UnitPriceUsd = price.Usd,
                AmountUsd = amount,
                Source = price.Source,
                Date = price.Date,
                Ground = amount is null ? Ground.Missing : BillingMath.Weakest(part.Ground, price.Ground),
            });
        }
    }

    /// <summary>Nodes that the run's lines pay for; their start-up is the same nodes.</summary>
    public void See(IReadOnlyList<NodeUse> group)
    {
        var first = group[0];
        if (first.Purpose != LinePurpose.Run) return;
        nodes.Add(new LedgerNodes(first.Role, first.InstanceType, group.Sum(n => n.Count), first.Purchase));
        nodeSeconds = Math.Max(nodeSeconds, group.Max(n => n.Seconds));
    }

    public void Note(DisplayText note)
    {
        if (!notes.Contains(note)) notes.Add(note);
    }

    /// <summary>The amounts rest on these.</summary>
    public void Assume(params IEnumerable<Assumption> used) => constants.AddRange(used.Except(constants));

    public Ledger Build(LedgerKind kind, DisplayText title, long durationMs, DisplayText? shape = null) => new()
    {
        Kind = kind,
        Title = title,
        Shape = shape,
        Nodes = nodes,
        DurationMs = durationMs,
        StartUpMs = (long)(StartUpSeconds * 1000),
        NodesMs = (long)(nodeSeconds * 1000),
        TotalUsd = hole || lines.Count == 0 ? null : priced,
        PricedPartUsd = priced,
        TotalIfFeeCappedUsd = feeInDoubt && !hole ? capped : null,
        Ground = lines.Count == 0 ? Ground.Missing : lines.Min(l => l.Ground),
        Lines = lines,
        Constants = constants,
        Notes = [.. notes, .. HoleNotes()],
    };

    IEnumerable<DisplayText> HoleNotes() => lines.Where(l => l.AmountUsd is null).Select(HoleWords).Distinct();

    /// <summary>What is said of a line without a price.</summary>
    public static DisplayText HoleWords(LedgerLine line) => $"not priced: {line.Name} ({line.Source})";
}
