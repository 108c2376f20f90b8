namespace Rightsizer.Reports.Charts;

/// <summary>Where the names of points are written so that none hides another or another point. SVG and PNG files share it.</summary>
public static class PointLabels
{
    const double Line = 14, Baseline = 4;
    const double Dot = 6, Rise = 11, Drop = 3, FarAway = 20;

    /// <summary>Baselines of names, from beside a point upwards and downwards, nearest first.</summary>
    static readonly double[] Rows = [4, -9, 18, -23, 32, -38, 47, -53, 62, -68, 77, -83, 92, -98, 107, -113, 122];

    /// <summary>Where a name begins, beside the point.</summary>
    static readonly double[] Columns = [9, 26, 60];

    /// <param name="Dx">From the point to the name's near end, pixels; negative to the left.</param>
    /// <param name="Dy">From the point to the name's baseline, pixels, downwards.</param>
    /// <param name="IsLed">Far enough for a line between the two.</param>
    public readonly record struct Place(double Dx, double Dy, bool IsLed)
    {
        public bool IsRight => Dx > 0;
    }

    readonly record struct Box(double X0, double Y0, double X1, double Y1)
    {
        /// <summary>Square pixels that both cover.</summary>
        public double Common(Box o) =>
            Math.Max(0, Math.Min(X1, o.X1) - Math.Max(X0, o.X0)) * Math.Max(0, Math.Min(Y1, o.Y1) - Math.Max(Y0, o.Y0));
    }

    /// <summary>A place for each point with a label; strong ones first, then as listed.</summary>
    /// <param name="points">In the order in which they are drawn.</param>
    /// <param name="at">Pixels from the left and from the top of the plot.</param>
    /// <param name="width">Of the plot, pixels.</param>
    /// <param name="height">Of the plot, pixels.</param>
    /// <param name="charWidth">Of a letter, pixels.</param>
    /// <param name="bands">Bars of the points, each with its ends in pixels: names keep off them where they can.</param>
    public static IReadOnlyDictionary<PointMark, Place> Arrange(IReadOnlyList<PointMark> points, Func<PointMark, (double X, double Y)> at,
        double width, double height, double charWidth,
        IEnumerable<(double X0, double Y0, double X1, double Y1)>? bands = null)
    {
        var places = new Dictionary<PointMark, Place>(ReferenceEqualityComparer.Instance);
        var taken = points.Select(p => Around(at(p))).ToList();
        taken.AddRange((bands ?? []).Select(b => new Box(b.X0 - 1, b.Y0 - 1, b.X1 + 1, b.Y1 + 1)));
        foreach (var side in points.Where(p => p.Label is { Length: > 0 } && p.Side != PointSide.Either).GroupBy(p => p.Side))
            Column([.. side], at, height, places);
        foreach (var point in points.Where(p => p.Label is { Length: > 0 } && p.Side == PointSide.Either).OrderByDescending(p => p.Strong))
        {
            var (x, y) = at(point);
            var length = point.Label!.Length * charWidth;
            var free = Tried(x, y, length).Where(t => t.Box.X0 >= 0 && t.Box.X1 <= width && t.Box.Y0 >= 0 && t.Box.Y1 <= height)
                .Select(t => (t.Place, t.Box, Hidden: taken.Sum(o => o.Common(t.Box)))).ToList();
            if (free.Count == 0) continue;
            var (place, box, _) = free.MinBy(t => t.Hidden);
            places[point] = place;
            taken.Add(box);
        }
        return places;
    }

    /// <summary>Names one below the other in the order of their points, each as near to its own as the others let it.</summary>
    static void Column(IReadOnlyList<PointMark> points, Func<PointMark, (double X, double Y)> at, double height,
        Dictionary<PointMark, Place> places)
    {
        var sorted = points.OrderBy(p => at(p).Y).ToList();
        var rows = new double[sorted.Count];
        for (var i = 0; i < rows.Length; i++) rows[i] = Math.Max(at(sorted[i]).Y, i == 0 ? 0 : rows[i - 1] + Line);
        for (var i = rows.Length - 1; i >= 0; i--) rows[i] = Math.Min(rows[i], i == rows.Length - 1 ? height : rows[i + 1] - Line);
        var isLed = rows.Where((row, i) => Math.Abs(row - at(sorted[i]).Y) > Line / 2).Any();
        for (var i = 0; i < rows.Length; i++)
        {
            var dx = (isLed ? Columns[1] : Columns[0]) * (sorted[i].Side == PointSide.Left ? -1 : 1);
            places[sorted[i]] = new Place(dx, rows[i] - at(sorted[i]).Y + Baseline, isLed && Math.Abs(rows[i] - at(sorted[i]).Y) > 2);
        }
    }

    /// <summary>Nearest first.</summary>
    static IEnumerable<(Place Place, Box Box)> Tried(double x, double y, double length)
    {
        foreach (var row in Rows)
        {
            foreach (var column in Columns)
            {
                var isLed = Math.Abs(row) > FarAway || column > Columns[0];
                yield return (new Place(column, row, isLed), At(x + column));
                yield return (new Place(-column, row, isLed), At(x - column - length));
            }

            Box At(double left) => new(left, y + row - Rise, left + length, y + row + Drop);
        }
    }

    static Box Around((double X, double Y) p) => new(p.X - Dot, p.Y - Dot, p.X + Dot, p.Y + Dot);
}
