namespace Rightsizer.Analyzer.Detectors;

/// <summary>Ids of the detectors. An id is never reused and never changes its meaning.</summary>
public static class DetectorIds
{
    public const string Skew = "RSZ001";
    public const string Spill = "RSZ002";
    public const string Gc = "RSZ003";
    public const string TinyFiles = "RSZ004";
    public const string SmallFilesRead = "RSZ005";
    public const string IdleCores = "RSZ006";
    public const string DriverBound = "RSZ007";
    public const string TooFewPartitions = "RSZ008";
    public const string TooManyPartitions = "RSZ009";
    public const string FailedAttempts = "RSZ010";
    public const string FailedJob = "RSZ011";
    public const string LostExecutor = "RSZ012";
    public const string SlowHost = "RSZ013";
    public const string Speculation = "RSZ014";
    public const string FetchWait = "RSZ015";
    public const string UnusedCache = "RSZ016";
    public const string CacheDidNotFit = "RSZ017";
    public const string LargeBroadcast = "RSZ018";
    public const string CrossJoin = "RSZ019";
    public const string BigResult = "RSZ020";
    public const string PythonUdf = "RSZ021";
    public const string UnusedMemory = "RSZ022";
    public const string SlowStart = "RSZ023";
    public const string IdleTail = "RSZ024";
    public const string Interactive = "RSZ025";
    public const string TriggerWait = "RSZ026";
    public const string WriteCommit = "RSZ027";
    public const string FileListing = "RSZ028";
    public const string FetchFailure = "RSZ029";
    public const string OutOfMemory = "RSZ030";
    public const string UserError = "RSZ031";
    public const string UnendedTasks = "RSZ032";
    public const string DeleteFiles = "RSZ033";
    public const string TablePlanning = "RSZ034";
    public const string TableRewrite = "RSZ035";
}
