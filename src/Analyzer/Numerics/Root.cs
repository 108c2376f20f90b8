namespace Rightsizer.Analyzer.Numerics;

/// <summary>Where a function passes 0.</summary>
static class Root
{
    const int MostSteps = 100;

    /// <summary>By false position, in the Illinois form: an end that stays counts for half, so that both ends move.</summary>
    /// <param name="function">Continuous.</param>
    /// <param name="below">A place where it is below 0.</param>
    /// <param name="above">A larger place where it is above 0.</param>
    /// <param name="accuracy">Of the place: the root is no farther from the answer, or the last step was shorter than half of it.</param>
    public static double Find(
        Func<double, double> function, (double X, double Y) below, (double X, double Y) above, double accuracy)
    {
        var (last, side) = (double.NaN, 0);
        for (var i = 0; i < MostSteps && above.X - below.X > accuracy; i++)
        {
            var x = (below.X * above.Y - above.X * below.Y) / (above.Y - below.Y);
            if (Math.Abs(x - last) < accuracy / 2) return x;
            last = x;
            var y = function(x);
            if (y == 0) return x;
            if (y > 0)
            {
                above = (x, y);
                if (side > 0) below.Y /= 2;
                side = 1;
            }
            else
            {
                below = (x, y);
                if (side < 0) above.Y /= 2;
                side = -1;
            }
        }
        return (below.X + above.X) / 2;
    }
}
