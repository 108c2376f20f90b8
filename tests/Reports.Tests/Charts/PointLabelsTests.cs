using Rightsizer.Reports.Charts;

namespace Rightsizer.Reports.Tests.Charts;

/// <summary>Names of points that are close to each other.</summary>
public class PointLabelsTests
{
    const double Width = 900, Height = 300, CharWidth = 6.6;

    static PointMark Point(double x, double y, string name, bool strong = false) =>
        new(x, y) { Hue = Hue.Accent, Label = name, Strong = strong };

    static IReadOnlyDictionary<PointMark, PointLabels.Place> Place(IReadOnlyList<PointMark> points) =>
        PointLabels.Arrange(points, p => (p.X, p.Y), Width, Height, CharWidth);

    /// <summary>Left, top, right and bottom of the letters: 11 pixels over the baseline, 3 under it.</summary>
    static (double X0, double Y0, double X1, double Y1) Box(PointMark p, PointLabels.Place at)
    {
        var length = p.Label!.Length * CharWidth;
        var left = at.Dx > 0 ? p.X + at.Dx : p.X + at.Dx - length;
        return (left, p.Y + at.Dy - 11, left + length, p.Y + at.Dy + 3);
    }

    [Fact]
    public void PointsInAHeap_NamesDoNotMeetAndStayInThePlot()
    {
        // as four clusters that end within ten seconds of each other, and today in the same corner
        PointMark[] points = [Point(700, 40, "5: 1 x c6g.xlarge + 1 x c6g.xlarge Spot task"), Point(702, 30, "6: 2 x c6g.xlarge On-Demand"),
            Point(703, 30, "7: 1 x c6a.xlarge + 1 x c6a.xlarge Spot task"), Point(704, 18, "8: 2 x c6a.xlarge On-Demand"),
            Point(699, 46, "4: EMR on EKS, 2 x c6g.xlarge On-Demand"), Point(701, 36, "today", strong: true)];

        var places = Place(points);

        Assert.Equal(points.Length, places.Count);
        var boxes = points.Select(p => Box(p, places[p])).ToList();
        Assert.All(boxes, b => Assert.True(b is { X0: >= 0, X1: <= Width, Y0: >= 0, Y1: <= Height }, $"{b} is outside"));
        for (var i = 0; i < boxes.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (a, b) = (boxes[i], boxes[j]);
                Assert.False(a.X0 < b.X1 && b.X0 < a.X1 && a.Y0 < b.Y1 && b.Y0 < a.Y1, $"{points[i].Label} and {points[j].Label} meet");
            }
        }
    }

    [Fact]
    public void PointAlone_NameIsBesideIt_OnTheSideThatHasRoom()
    {
        PointMark left = Point(10, 150, "left"), right = Point(895, 150, "at the right end");

        var places = Place([left, right]);

        Assert.Equal((true, false), (places[left].IsRight, places[left].IsLed));
        Assert.Equal((false, false), (places[right].IsRight, places[right].IsLed));
    }

    [Theory]
    [InlineData(PointSide.Left)]
    [InlineData(PointSide.Right)]
    public void NamesOfAColumn_StayInTheOrderOfTheirPoints(PointSide side)
    {
        // three at one height, one under them, two at the lower edge
        List<PointMark> points = [.. new double[] { 298, 40, 40, 299, 41, 60 }
            .Select((y, i) => Point(450, y, $"{i}: 12.3 s") with { Side = side })];

        var places = Place(points);

        Assert.All(places.Values, p => Assert.Equal(side == PointSide.Right, p.IsRight));
        var rows = points.OrderBy(p => p.Y).Select(p => Box(p, places[p])).ToList();
        Assert.All(rows.Zip(rows.Skip(1)), r => Assert.True(r.Second.Y0 >= r.First.Y1, $"{r} meet"));
        Assert.InRange(rows[^1].Y1, 0, Height + 7);
    }

    [Fact]
    public void PointWithoutName_HasNoPlace() => Assert.Empty(Place([new(1, 1) { Hue = Hue.Accent }]));
}
