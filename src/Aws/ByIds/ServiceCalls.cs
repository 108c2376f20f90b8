using System.Text.Json;
using Rightsizer.Aws.Calls;
using Rightsizer.Aws.S3;
using Rightsizer.EventLogParser;

namespace Rightsizer.Aws.ByIds;

/// <summary>Questions to one service and its answers as JSON.</summary>
/// <param name="calls">Signs and repeats.</param>
/// <param name="targetPrefix">Of services of JSON 1.1; null for one of REST.</param>
/// <param name="region">Where it is asked.</param>
/// <param name="pollEvery">Wait before it is asked again whether something is ready.</param>
/// <param name="cancellation">Of the whole program.</param>
sealed class ServiceCalls(
    SignedCalls calls, string? targetPrefix, string region, TimeSpan pollEvery, CancellationToken cancellation) : IDisposable
{
    /// <summary>Pages of one answer: 20,000 clusters, or far more instances than EMR lists.</summary>
    const int MaxPages = 400;

    public string Region => region;

    public TimeSpan PollEvery => pollEvery;

    public CancellationToken Cancellation => cancellation;

    public void Dispose() => calls.Dispose();

    /// <summary>One call of a JSON 1.1 service.</summary>
    /// <exception cref="RightsizerException">One line, where tries do not help.</exception>
    /// <exception cref="ServiceRefusal">The service said no.</exception>
    public JsonElement Post(string operation, params (string Name, object Value)[] request) => Wait.For(calls.PostAsync(
        operation, $"{targetPrefix}.{operation}", Body(request), Parse, cancellation));

    /// <summary>The list of every page of a JSON 1.1 call that pages by Marker.</summary>
    /// <exception cref="RightsizerException">One line, where tries do not help.</exception>
    /// <exception cref="ServiceRefusal">The service said no.</exception>
    public IEnumerable<JsonElement> PostAll(string operation, string list, params (string Name, object Value)[] request)
    {
        string? marker = null;
        for (var pages = 1; ; pages++)
        {
            var page = Post(operation, marker is null ? request : [.. request, ("Marker", marker)]);
            foreach (var item in page.Items(list)) yield return item;
            marker = Pages.Next(page.Text("Marker"), marker, operation);
            if (marker is null) yield break;
            if (pages == MaxPages)
                throw new RightsizerException(ExitCode.InputUnreadable, $"{operation}: more than {MaxPages} pages; give a shorter period");
        }
    }

    /// <summary>One call of a REST service.</summary>
    /// <exception cref="RightsizerException">One line, where tries do not help.</exception>
    /// <exception cref="ServiceRefusal">The service said no.</exception>
    public JsonElement Get(string operation, string path) => Wait.For(calls.GetAsync(operation, path, Parse, cancellation));

    static JsonElement Parse(byte[] answer)
    {
        using var document = JsonDocument.Parse(answer);
        return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw new JsonException("no object");
    }

    static void WriteObject(Utf8JsonWriter json, string name, string inner, string text)
    {
        json.WriteStartObject(name);
        json.WriteString(inner, text);
        json.WriteEndObject();
    }

    static string Body((string Name, object Value)[] request) => JsonText.Write(json =>
    {
        json.WriteStartObject();
        foreach (var (name, value) in request)
        {
            if (value is long number) json.WriteNumber(name, number);
            else if (value is (string inner, string text)) WriteObject(json, name, inner, text);
            else json.WriteString(name, (string)value);
        }
        json.WriteEndObject();
    });
}
