namespace Rightsizer.Advice.Trials;

/// <summary>What an arm did, beside what was promised.</summary>
/// <param name="BaseMs">Median of the runs as they are.</param>
/// <param name="ArmMs">Median of the runs of the arm.</param>
/// <param name="SavedMs">Median of what each pair saved; negative where the arm is slower.</param>
/// <param name="PromisedMs">Null where nothing is promised, or less than can be measured.</param>
/// <param name="Pairs">Runs of each.</param>
/// <param name="Verdict">In a word.</param>
sealed record TrialEffect(double BaseMs, double ArmMs, double SavedMs, double? PromisedMs, int Pairs, TrialVerdict Verdict)
{
    /// <summary>A change under this share of the run is not told from chance.</summary>
    public const double Noise = 0.05;

    /// <summary>The part of a promise that has to be kept.</summary>
    const double Kept = 0.5;

    public double SavedShare => BaseMs > 0 ? SavedMs / BaseMs : 0;

    /// <summary>A difference large enough that no further pair is needed.</summary>
    public bool IsClear => Math.Abs(SavedShare) >= 2 * Noise && (PromisedMs is not { } p || SavedMs >= .7 * p || SavedMs <= .3 * p);

    /// <summary>Null while a pair is missing.</summary>
    public static TrialEffect? Find(Trial trial, TrialState state, string arm, long? promised)
    {
        var (before, after) = (state.Of("base"), state.Of(arm));
        var n = Math.Min(before.Count, after.Count);
        if (n == 0) return null;
        if (before.Any(r => !r.Ended) || after.Any(r => !r.Ended))
        {
            var mended = after.All(r => r.Ended);
            return new(0, 0, 0, null, n,
                mended ? TrialVerdict.Mended : before.Any(r => !r.Ended) ? TrialVerdict.Nothing : TrialVerdict.Harm);
        }
        // executors that come as they are needed come after the first job's start: then the application tells
        var whole = trial.WholeApplication || arm == "advised" && state.Proposal!.Settings.ContainsKey("spark.dynamicAllocation.enabled");
        double Ms(TrialRun r) => whole ? r.Times!.ApplicationMs : r.Times!.JobsMs;
        var (ran, saved) = (Median(before.Select(Ms)), Median(before.Zip(after, (b, a) => Ms(b) - Ms(a))));
        var promise = promised is { } p && p >= Noise * ran ? (double?)p : null;
        var share = saved / ran;
        return new(ran, Median(after.Select(Ms)), saved, promise, n,
            share < -Noise ? TrialVerdict.Harm
            : promise is null ? share > Noise ? TrialVerdict.SavedMore : TrialVerdict.NotPromised
            : saved >= Kept * promise ? TrialVerdict.AsPromised
            : share > Noise ? TrialVerdict.SavedLess : TrialVerdict.Nothing);
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
