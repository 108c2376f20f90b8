namespace Rightsizer.Analyzer.Numerics;

/// <summary>The quantile of the standard normal distribution, to 16 digits.</summary>
/// <remarks>
/// Algorithm AS 241 (PPND16) of M. J. Wichura, "The percentage points of the normal distribution", Applied Statistics 37 (1988): a quotient
/// of two polynomials for the middle and for each of two parts of the tails.
/// </remarks>
static class NormalQuantile
{
    const double Middle = 0.425, MiddleSquared = 0.180625, FarTail = 5, NearShift = 1.6;

    /// <summary>Coefficients from the highest power to the constant.</summary>
    static readonly double[]
        a = [2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457, 13731.693765509461125,
            1971.5909503065514427, 133.14166789178437745, 3.387132872796366608],
        b = [5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867, 5394.1960214247511077,
            687.1870074920579083, 42.313330701600911252, 1],
        c = [7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258, 3.64784832476320460504,
            5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734],
        d = [1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459, 0.68976733498510000455,
            1.6763848301838038494, 2.05319162663775882187, 1],
        e = [2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
            0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772],
        f = [2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
            0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1];

    /// <param name="p">Above 0 and below 1.</param>
    public static double Compute(double p)
    {
        var q = p - 0.5;
        if (Math.Abs(q) <= Middle) return q * Quotient(a, b, MiddleSquared - q * q);
        var r = Math.Sqrt(-Math.Log(q < 0 ? p : 1 - p));
        var tail = r <= FarTail ? Quotient(c, d, r - NearShift) : Quotient(e, f, r - FarTail);
        return q < 0 ? -tail : tail;
    }

    static double Quotient(double[] above, double[] below, double x) => At(above, x) / At(below, x);

    static double At(double[] coefficients, double x)
    {
        double sum = 0;
        foreach (var coefficient in coefficients) sum = sum * x + coefficient;
        return sum;
    }
}
