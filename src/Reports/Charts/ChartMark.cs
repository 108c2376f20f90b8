namespace Rightsizer.Reports.Charts;

/// <summary>One thing that is drawn. Values are those of the axes.</summary>
public abstract record ChartMark
{
    public required Hue Hue { get; init; }

    /// <summary>Shown where it is pointed at, and read out; null where there is nothing to say.</summary>
    public string? Detail { get; init; }

    /// <summary>Id of the row of the page that the mark leads to; null where it leads nowhere.</summary>
    public string? Link { get; init; }

    /// <summary>Written in the mark or at its end, where it has room.</summary>
    public string? Label { get; init; }

    /// <summary>Measured on the scale at the right.</summary>
    public bool OnRight { get; init; }
}

/// <summary>How a box or an area is filled.</summary>
public enum ChartFill { Solid, Hatch, Faint, None }

/// <summary>A rectangle: a bar, a part of a strip, a task in a lane, a cell of a heat map, a step of a bridge.</summary>
public sealed record BoxMark(double X0, double X1, double Y0, double Y1) : ChartMark
{
    public ChartFill Fill { get; init; }

    /// <summary>The label is written inside or not at all.</summary>
    public bool InsideOnly { get; init; }

    /// <summary>Outlined, because it is on the critical path or is what the title is about.</summary>
    public bool Outlined { get; init; }

    /// <summary>0 to 1: the share of its colour, for heat maps; 1 elsewhere.</summary>
    public double Strength { get; init; } = 1;
}

/// <summary>A line through points, straight or in steps.</summary>
public sealed record LineMark(IReadOnlyList<ChartXY> Points) : ChartMark
{
    public bool Steps { get; init; }
    public bool Dashed { get; init; }
}

/// <summary>The space between two lines: an area over the axis, or a band.</summary>
public sealed record AreaMark(IReadOnlyList<ChartXY> Upper, IReadOnlyList<ChartXY>? Lower) : ChartMark
{
    public bool Steps { get; init; }
    public ChartFill Fill { get; init; }
}

/// <summary>A point, with bars where its values are unsure.</summary>
public sealed record PointMark(double X, double Y) : ChartMark
{
    public (double Low, double High)? XBand { get; init; }
    public (double Low, double High)? YBand { get; init; }

    /// <summary>Drawn larger and with its name.</summary>
    public bool Strong { get; init; }

    /// <summary>Where its name is written.</summary>
    public PointSide Side { get; init; }

    /// <summary>Written in place of the name where it has no room; null where nothing is.</summary>
    public string? Brief { get; init; }
}

/// <summary>Beside a point: wherever there is room, or in the column that all names of these points make.</summary>
public enum PointSide { Either, Left, Right }

/// <summary>A line across the whole plot: a deadline, a limit, the first job.</summary>
public sealed record RuleMark(double At, bool Vertical) : ChartMark;

public readonly record struct ChartXY(double X, double Y);
