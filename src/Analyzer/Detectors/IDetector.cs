using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Detectors;

/// <summary>Looks for one kind of cause. It reads the model, never events, and holds no state between runs.</summary>
interface IDetector
{
    DetectorDescriptor Descriptor { get; }

    Verdict Detect(ApplicationRun run, DetectorContext context);
}

/// <summary>Counts time without tasks, or what was never used: it needs all that ran in the log.</summary>
interface INeedsAllWork;

/// <summary>Runs after the others: what they explain is not explained twice.</summary>
interface ITakesWhatIsLeft;
