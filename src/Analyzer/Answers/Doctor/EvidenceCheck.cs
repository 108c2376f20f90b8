namespace Rightsizer.Analyzer.Answers.Doctor;

/// <summary>How a check went.</summary>
public enum CheckState
{
    /// <summary>Nothing to do.</summary>
    Ok,

    /// <summary>Does not apply to this run.</summary>
    NotApplicable,

    /// <summary>More could be said, or said more surely.</summary>
    LessEvidence,

    /// <summary>Without it there is no answer.</summary>
    Failed,
}

/// <summary>One thing that answers rest on.</summary>
/// <param name="Id">Stable camelCase word.</param>
/// <param name="State">How it went.</param>
/// <param name="What">What was found, one sentence.</param>
/// <param name="Do">What to set or to give; null where nothing is to be done.</param>
/// <param name="Gains">What can then be said; null where nothing is gained.</param>
public sealed record EvidenceCheck(string Id, CheckState State, string What, string? Do = null, string? Gains = null);
