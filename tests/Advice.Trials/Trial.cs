namespace Rightsizer.Advice.Trials;

/// <summary>A job that is run as it is, with the settings that are proposed for it, and as its twin without the cause.</summary>
/// <param name="Name">Unique; what <c>--only</c> finds.</param>
/// <param name="Program">A file of shared/spark-logs/programs or of Programs.</param>
/// <param name="Arguments">Of the program.</param>
/// <param name="Shape">The cluster.</param>
sealed record Trial(string Name, string Program, string Arguments, TrialShape Shape)
{
    /// <summary>Kind of the finding whose advice is code; its promise is compared with the twin.</summary>
    public string? Planted { get; init; }

    /// <summary>Settings of the run, KEY=VALUE, separated by blanks.</summary>
    public string Conf { get; init; } = "";

    /// <summary>Arguments of the same work without the cause; null where there is no twin.</summary>
    public string? TwinArguments { get; init; }

    /// <summary>Settings of the twin; those of the run when null.</summary>
    public string? TwinConf { get; init; }

    /// <summary>Cluster of the twin; that of the run when null.</summary>
    public TrialShape? TwinShape { get; init; }

    /// <summary>A run that makes the input, not measured; {in} stands for the folder in all arguments.</summary>
    public string? Prepare { get; init; }

    public string? TwinPrepare { get; init; }

    /// <summary>Its tasks only sleep: it may run beside others.</summary>
    public bool Sleeps { get; init; }

    /// <summary>Measured from start to end of the application, not from the first job to the end of the last.</summary>
    public bool WholeApplication { get; init; }

    /// <summary>
    /// All there is to start on an executor is started before the program begins, and not measured. Not where that start is what is tried,
    /// nor in programs that wait by themselves until executors are ready.
    /// </summary>
    public bool WarmsUp => !WholeApplication && !IsCold && Program.EndsWith(".py", StringComparison.Ordinal) && Program != "work.py";

    /// <summary>What its executors have to start is part of the trial.</summary>
    public bool IsCold { get; init; }
}
