using System.Text.Json;
using System.Xml;
using Amazon.Runtime;
using Rightsizer.EventLogParser;

namespace Rightsizer.Aws.Calls;

/// <summary>Makes a call of an AWS service again where another try may help.</summary>
/// <param name="place">Where it is asked.</param>
/// <param name="tuning">How patient to be.</param>
sealed class Tries(ServicePlace place, CallTuning tuning)
{
    /// <summary>Calls until an answer is whole.</summary>
    /// <param name="operation">For messages.</param>
    /// <param name="call">Throws a <see cref="ServiceFailure"/> on a refusal, a JSON or XML exception on an answer that is cut.</param>
    /// <param name="cancellation">Of the whole program.</param>
    /// <exception cref="RightsizerException">One line, where tries do not help.</exception>
    /// <exception cref="ServiceRefusal">The service said no.</exception>
    public async Task<T> RunAsync<T>(string operation, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        for (var failures = 1; ; failures++)
        {
            Exception inner;
            string failure;
            using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            stall.CancelAfter(tuning.Timeout);
            try
            {
                return await call(stall.Token).ConfigureAwait(false);
            }
            catch (ServiceFailure e)
            {
                (inner, failure) = (e, e.Error.Explain(place.Needs));
                if (!e.Error.IsTransient) throw new ServiceRefusal(e.Error, $"{operation} in {place.Region}: {failure}");
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
            {
                throw new RightsizerException(ExitCode.InputUnreadable,
                    $"{operation} in {place.Region}: the answer is longer than 64 MB, which no answer of AWS is; check the endpoint", e);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or JsonException or XmlException
                || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                (inner, failure) = (e, ExplainConnection(e));
            }
            catch (AmazonClientException e)
            {
                throw new RightsizerException(
                    ExitCode.InputUnreadable, $"the AWS credentials cannot be had: {e.Message.ReplaceLineEndings(" ")}", e);
            }
            if (failures >= tuning.MaxFailures)
                throw new RightsizerException(
                    ExitCode.InputUnreadable, $"{operation} in {place.Region}: {failure} ({failures} tries)", inner);

            await Backoff.WaitAsync(tuning.FirstWait, tuning.LongestWait, failures, cancellation).ConfigureAwait(false);
        }
    }

    string ExplainConnection(Exception e) => e switch
    {
        JsonException or XmlException => "the answer is cut or damaged",
        OperationCanceledException => "no answer came for a long time",
        _ => $"{e.GetBaseException().Message.TrimEnd('.').ReplaceLineEndings(" ")}; check the "
            + $"network{(place.EndpointFrom is { } from ? " and " + from : "")}",
    };
}
