using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Answers.Headroom;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Analyzer.Replay.Accounting;

namespace Rightsizer.Analyzer;

/// <summary>From what happened to what it means: costs, replay, findings and what-ifs of one run.</summary>
public static class ApplicationAnalyzer
{
    /// <param name="run">The run; it is only read.</param>
    /// <param name="options">What was asked.</param>
    /// <param name="phase">Told the name of each step as it begins.</param>
    /// <param name="cancellation">Checked between steps.</param>
    public static AnalysisResult Analyze(
        ApplicationRun run, AnalysisOptions options, IProgress<string>? phase = null, CancellationToken cancellation = default)
    {
        options = options with { Pricing = options.Pricing.For(run) };

        // begun at once where a core may be idle, else done when it is asked for, which is once
        Func<T> Beside<T>(Func<T> work)
        {
            if (options.OneCore) return work;
            var task = Task.Run(work, CancellationToken.None);
            return () => task.GetAwaiter().GetResult();
        }

        void Begin(string name)
        {
            cancellation.ThrowIfCancellationRequested();
            phase?.Report(name);
        }

        Begin("pricing");
        // what does not need the other runs beside it
        var paid = new Lazy<PaidPrice>(() => CostModel.PricePaid(run, options.Pricing));
        var pricing = Beside(() => MarginalCost.Of(paid.Value.Ledger, run));

        var facts = new RunFacts(run);
        var looks = Beside(() => DetectorCatalog.Look(run, new DetectorContext(facts)
        {
            Settings = options.Detectors,
            Pricing = options.Pricing,
        }));

        Begin("replaying");
        var prepared = RunReplay.Prepare(run, options.Calibration);
        prepared.Plan?.IsOnOneCore = options.OneCore;
        var replay = RunReplay.Report(run, prepared);
        var plan = replay.Refused is null ? prepared.Plan : null;
        var waterfall = plan is null ? null : Beside(() => WaterfallOf(plan));
        // alternatives are simulated beside the search for causes
        var priced = Beside(() => CostModel.Price(
            run, options.Pricing, paid.Value, () => plan, options.Alternatives, options.AlternativesAreTold));
        var marginal = pricing();

        Begin("looking for causes");
        var found = DetectorCatalog.Conclude(looks(), run, new DetectorContext(facts)
        {
            Plan = plan,
            Settings = options.Detectors,
            Pricing = options.Pricing,
            ReplayErrorPct = replay.ErrorPct ?? 0,
            Cost = marginal,
        });

        var cost = priced();
        if (options.WhatIf.Count > 0) Begin("asking what if");
        var answers = options.WhatIf.Select(spec => WhatIf.Answer(prepared, replay, spec, PriceOf(marginal))).ToList();
        if (options.Sweep || options.Volumes.Count > 0) Begin("trying other numbers of executors, and more input");
        var volumes = options.Volumes.Count == 0 ? null : Beside(() =>
            HeadroomAnalyzer.Analyze(run, prepared, replay, options.Volumes, facts, PriceOf(marginal), options.BriefSweep));
        var sweep = options.Sweep ? ExecutorSweep.Simulate(run, prepared, cost.Actual?.TotalUsd, PriceOf(marginal),
            options.BriefSweep, NamedExecutors(found.Findings)) : null;
        // the facts are for one at a time
        var headroom = volumes?.Invoke();
        return new AnalysisResult
        {
            Run = run,
            Findings = found.Findings,
            Detectors = found.Outcomes,
            Cost = cost,
            Replay = replay,
            WhatIf = answers,
            Sweep = sweep,
            Headroom = headroom,
            Streams = StreamReport.Build(run, cost.Actual),
            Connect = ConnectReport.Build(run),
            CriticalPathMs = plan is null || facts.IsStream ? null : (long)Math.Round(SimulationBounds.CriticalPathMs(plan)),
            RefusedPlan = plan is null ? prepared.Plan : null,
            Waterfall = waterfall?.Invoke(),
            Patch = options.Patch ? SettingsPatchBuilder.Build(found, plan, marginal, facts.IsStream, replay.ErrorPct ?? 0) : null,
        };
    }

    /// <summary>The waterfall is the last to ask what the plan was made from, which is as large as the plan.</summary>
    static Waterfall WaterfallOf(ReplayPlan plan)
    {
        var built = WaterfallBuilder.Build(plan);
        plan.Observed = null;
        return built;
    }

    /// <summary>The number of executors that would do, by a finding: the table of other numbers has it as well.</summary>
    static int? NamedExecutors(IReadOnlyList<Finding> findings) =>
        (int?)findings.FirstOrDefault(f => f.Id == DetectorIds.IdleCores)?.Evidence.FirstOrDefault(e => e.Name == "executorsNeeded")?.Value;

    static Func<SimulatedRun, decimal?> PriceOf(MarginalCost? cost) => simulated => cost?.Of(simulated);
}
