using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Cli.Files;
using Rightsizer.EventLogParser;
using Rightsizer.Reports.Fleet;

namespace Rightsizer.Cli.Fleet;

/// <summary><c>--notify URL|FILE</c>: the report in at most twelve lines, to a webhook of Slack or Teams, or to a Markdown file.</summary>
static class ReportNotice
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static bool IsUrl(string place) => place.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || place.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    /// <remarks>The address of a webhook is a secret: messages name its host alone.</remarks>
    /// <exception cref="RightsizerException">The place does not take it.</exception>
    public static void Send(FleetReport report, string place, CliContext context)
    {
        var lines = NotifyText.Compose(report);
        if (IsUrl(place)) Post(place, Json(lines), context);
        else
        {
            using var file = OutputFile.Create(place, context, "--notify a file");
            file.Stream.Write(Encoding.UTF8.GetBytes(NotifyText.ForMarkdown(lines)));
            file.Commit();
        }
    }

    /// <summary>{"text": "..."}: what the webhooks of Slack and Teams take.</summary>
    internal static byte[] Json(IReadOnlyList<string> lines)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("text", NotifyText.ForChat(lines));
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    static void Post(string url, byte[] body, CliContext context)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address))
            throw new RightsizerException(ExitCode.BadArguments, "--notify: not the address of a webhook");
        try
        {
            using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { Timeout = Patience };
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
            using var answer = client.Send(request, context.Cancellation);
            if (!answer.IsSuccessStatusCode)
                throw new RightsizerException(ExitCode.InputUnreadable,
                    FormattableString.Invariant($"--notify: {address.Host} answered {(int)answer.StatusCode}; ")
                    + "the report itself was written");
        }
        catch (Exception e) when (e is HttpRequestException
            || e is OperationCanceledException && !context.Cancellation.IsCancellationRequested)
        {
            throw new RightsizerException(
                ExitCode.InputUnreadable, $"--notify: {address.Host} cannot be reached; the report itself was written", e);
        }
    }
}
