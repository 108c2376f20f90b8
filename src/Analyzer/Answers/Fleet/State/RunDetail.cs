using System.Text.Json.Serialization;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Answers.Fleet.State;

/// <summary>
/// What a page or a table about one run needs beside its summary, one line of the state: finding cards, stages, cost lines. No log is read
/// twice for it.
/// </summary>
public sealed record RunDetail
{
    /// <summary>Version of the line; raised whenever a field changes its meaning.</summary>
    public int RecordVersion { get; init; } = RecordKind.CurrentVersion;

    /// <summary>The key of the run's summary.</summary>
    public required RunKey Key { get; init; }

    /// <summary>First in rank first; those beyond the limit of bytes are left out, lowest rank first.</summary>
    public required IReadOnlyList<FindingCard> Cards { get; init; }

    /// <summary>Findings without a card.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int CardsLeftOut { get; init; }

    /// <summary>Executed stage attempts with the most run time, by id, then one row without an id for all others.</summary>
    public required IReadOnlyList<RunStage> Stages { get; init; }

    /// <summary>Lines of the run's own ledger; empty where it has no price, or more lines than are kept.</summary>
    public required IReadOnlyList<RunCostLine> CostLines { get; init; }
}

/// <summary>A finding with its words.</summary>
/// <param name="Finding">With its first places, labels filled in; values that look secret are hidden.</param>
public sealed record FindingCard(Finding Finding)
{
    /// <summary>Places beyond those of <see cref="Finding"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int MorePlaces { get; init; }
}

/// <summary>Sums of one stage attempt, as Spark has them; absent is 0.</summary>
public sealed record RunStage
{
    /// <summary>Absent for the row of all other stages.</summary>
    public int? Id { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Attempt { get; init; }

    /// <summary>Its operators and line of code, at most 120 characters; absent where neither is known.</summary>
    public string? Name { get; init; }

    /// <summary>COMPLETE, FAILED, ACTIVE ...; absent for the row of all other stages.</summary>
    public string? Status { get; init; }

    /// <value>Epoch milliseconds.</value>
    public long? SubmittedMs { get; init; }
    public long? CompletedMs { get; init; }

    /// <summary>Stage attempts in this row; absent is 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Attempts { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Tasks { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long FailedTasks { get; init; }

    /// <summary>Executor Run Time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long RunMs { get; init; }

    /// <summary>Executor CPU Time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long CpuNs { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long GcMs { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long InputBytes { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long InputRecords { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long OutputBytes { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long ShuffleReadBytes { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long ShuffleWriteBytes { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long MemorySpilledBytes { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long DiskSpilledBytes { get; init; }

    /// <summary>A row of several attempts: the sums of both, without what only one attempt has.</summary>
    internal RunStage Plus(RunStage one) => new()
    {
        Attempts = Attempts + 1,
        Tasks = Saturating.Add(Tasks, one.Tasks),
        FailedTasks = Saturating.Add(FailedTasks, one.FailedTasks),
        RunMs = Saturating.Add(RunMs, one.RunMs),
        CpuNs = Saturating.Add(CpuNs, one.CpuNs),
        GcMs = Saturating.Add(GcMs, one.GcMs),
        InputBytes = Saturating.Add(InputBytes, one.InputBytes),
        InputRecords = Saturating.Add(InputRecords, one.InputRecords),
        OutputBytes = Saturating.Add(OutputBytes, one.OutputBytes),
        ShuffleReadBytes = Saturating.Add(ShuffleReadBytes, one.ShuffleReadBytes),
        ShuffleWriteBytes = Saturating.Add(ShuffleWriteBytes, one.ShuffleWriteBytes),
        MemorySpilledBytes = Saturating.Add(MemorySpilledBytes, one.MemorySpilledBytes),
        DiskSpilledBytes = Saturating.Add(DiskSpilledBytes, one.DiskSpilledBytes),
    };
}

/// <summary>One line of a run's ledger.</summary>
/// <param name="Service">What it is for.</param>
/// <param name="Purpose">Which part of a life it pays for.</param>
/// <param name="Name">For people.</param>
/// <param name="Quantity">In <paramref name="Unit"/>.</param>
/// <param name="Unit">vCPU-h, GB-h ...</param>
/// <param name="UnitPriceUsd">After discounts.</param>
/// <param name="Usd">Quantity times unit price, to six places.</param>
/// <param name="Source">Of the price.</param>
/// <param name="Date">ISO date of the price; absent where the source gives none.</param>
/// <param name="Ground">How it is known.</param>
public sealed record RunCostLine(CostService Service, LinePurpose Purpose, string Name, decimal Quantity, string Unit, decimal UnitPriceUsd,
    decimal Usd, string Source, string? Date, Ground Ground);
