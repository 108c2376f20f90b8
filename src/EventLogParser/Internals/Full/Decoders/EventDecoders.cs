using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>Which decoder reads which event. Task starts and ends, the frequent ones, are read without it.</summary>
static class EventDecoders
{
    /// <param name="name">Class name of the event without its package.</param>
    /// <param name="r">On the start of the event's object.</param>
    /// <param name="context">Strings and options.</param>
    /// <returns>Null for an event that lacks a field without which nothing of it can be used: the id of what it is about.</returns>
    public static SparkEvent? Read(string name, ref Utf8JsonReader r, DecodeContext context) => name switch
    {
        "SparkListenerLogStart" => LogStartDecoder.Read(ref r, context),
        "DBCEventLoggingListenerMetadata" => LogStartDecoder.ReadDatabricks(ref r, context),
        "SparkListenerApplicationStart" => ApplicationStartDecoder.Read(ref r, context),
        "SparkListenerApplicationEnd" => ApplicationEndDecoder.Read(ref r),
        "SparkListenerEnvironmentUpdate" => EnvironmentUpdateDecoder.Read(ref r, context),
        "SparkListenerResourceProfileAdded" => ResourceProfileAddedDecoder.Read(ref r, context),
        "SparkListenerMiscellaneousProcessAdded" => ProcessAddedDecoder.Read(ref r, context),
        "SparkListenerExecutorAdded" => ExecutorAddedDecoder.Read(ref r, context),
        "SparkListenerBlockManagerAdded" => BlockManagerAddedDecoder.Read(ref r, context),
        "SparkListenerExecutorRemoved" => ExecutorRemovedDecoder.Read(ref r, context),
        "SparkListenerExecutorBlacklisted" or "SparkListenerExecutorExcluded"
            or "SparkListenerNodeBlacklisted" or "SparkListenerNodeExcluded"
            or "SparkListenerExecutorBlacklistedForStage" or "SparkListenerExecutorExcludedForStage"
            or "SparkListenerNodeBlacklistedForStage" or "SparkListenerNodeExcludedForStage"
            => ExclusionDecoder.Read(ref r, context, excluded: true),
        "SparkListenerExecutorUnblacklisted" or "SparkListenerExecutorUnexcluded"
            or "SparkListenerNodeUnblacklisted" or "SparkListenerNodeUnexcluded"
            => ExclusionDecoder.Read(ref r, context, excluded: false),
        "SparkListenerJobStart" => JobStartDecoder.Read(ref r, context),
        "SparkListenerJobEnd" => JobEndDecoder.Read(ref r, context),
        "SparkListenerStageSubmitted" => StageEventDecoder.ReadSubmitted(ref r, context),
        "SparkListenerStageCompleted" => StageEventDecoder.ReadCompleted(ref r, context),
        "SparkListenerStageExecutorMetrics" => StageExecutorMetricsDecoder.Read(ref r, context),
        "SparkListenerTaskGettingResult" => TaskGettingResultDecoder.Read(ref r, context),
        "SparkListenerExecutorMetricsUpdate" => HeartbeatDecoder.Read(ref r, context),
        "SparkListenerUnpersistRDD" => UnpersistRddDecoder.Read(ref r),
        "SparkListenerSQLExecutionStart" => SqlExecutionStartDecoder.Read(ref r, context),
        "SparkListenerSQLAdaptiveExecutionUpdate" => SqlAdaptiveUpdateDecoder.Read(ref r, context),
        "SparkListenerSQLAdaptiveSQLMetricUpdates" => SqlMetricUpdatesDecoder.Read(ref r, context),
        "SparkListenerDriverAccumUpdates" => DriverAccumUpdatesDecoder.Read(ref r),
        "SparkListenerSQLExecutionEnd" => SqlExecutionEndDecoder.Read(ref r, context),
        "StreamingQueryListener$QueryProgressEvent" => StreamingProgressDecoder.Read(ref r, context),
        "SparkListenerConnectSessionStarted" => ConnectDecoder.ReadSession(ref r, context, closed: false),
        "SparkListenerConnectSessionClosed" => ConnectDecoder.ReadSession(ref r, context, closed: true),
        "SparkListenerConnectOperationStarted" => ConnectDecoder.ReadOperation(ref r, context, ConnectStep.Started),
        "SparkListenerConnectOperationAnalyzed" => ConnectDecoder.ReadOperation(ref r, context, ConnectStep.Analyzed),
        "SparkListenerConnectOperationReadyForExecution" => ConnectDecoder.ReadOperation(ref r, context, ConnectStep.ReadyForExecution),
        "SparkListenerConnectOperationFinished" => ConnectDecoder.ReadOperation(ref r, context, ConnectStep.Finished),
        "SparkListenerConnectOperationFailed" => ConnectDecoder.ReadOperation(ref r, context, ConnectStep.Failed),
        "SparkListenerConnectOperationCanceled" => ConnectDecoder.ReadOperation(ref r, context, ConnectStep.Canceled),
        "SparkListenerConnectOperationClosed" => ConnectDecoder.ReadOperation(ref r, context, ConnectStep.Closed),
        _ => new OtherEvent(name),
    };
}
