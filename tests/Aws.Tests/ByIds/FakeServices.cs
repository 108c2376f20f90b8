using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Rightsizer.TestSupport;

namespace Rightsizer.Aws.Tests.ByIds;

/// <summary>EMR, EMR Serverless and Glue on loopback in the shapes that AWS documents, lists one item a page.</summary>
sealed class FakeServices : IDisposable
{
    readonly HttpListener listener;
    readonly ConcurrentQueue<Call> calls = new();

    /// <summary>A request and what was answered.</summary>
    /// <param name="Service">As botocore names it.</param>
    /// <param name="Operation">As AWS names it.</param>
    /// <param name="Request">Its parameters, those of the path included.</param>
    /// <param name="Response">Null for a refusal.</param>
    /// <param name="Authorization">Header of the signature.</param>
    public sealed record Call(string Service, string Operation, JsonObject Request, JsonObject? Response, string Authorization);

    /// <summary>A refusal.</summary>
    public sealed record Fault(int Status, string Code, string Message);

    public FakeServices()
    {
        listener = LoopbackListener.Start("", out var root);
        Endpoint = root;
        _ = Task.Run(ServeAsync);
    }

    public string Endpoint { get; }

    public IReadOnlyList<Call> Calls => [.. calls];

    /// <summary>By id: the members of DescribeCluster's Cluster, with InstanceGroups or InstanceFleets and Instances, which have calls of
    /// their own.</summary>
    public Dictionary<string, JsonObject> Clusters { get; } = [];

    /// <summary>By application and job run.</summary>
    public Dictionary<string, JsonObject> JobRuns { get; } = [];
    public Dictionary<string, JsonObject> Applications { get; } = [];

    /// <summary>By virtual cluster and job run.</summary>
    public Dictionary<string, JsonObject> ContainersRuns { get; } = [];

    /// <summary>By job and job run.</summary>
    public Dictionary<string, JsonObject> GlueRuns { get; } = [];
    public Dictionary<string, JsonObject> GlueJobs { get; } = [];

    /// <summary>Refuses with a status, an error code and a message where it says so.</summary>
    public Func<string, Fault?> FaultFor { get; set; } = _ => null;

    /// <summary>Of the History Server that AWS runs: zips by application. It wants the session that its presigned URL opens.</summary>
    public Dictionary<string, byte[]> History { get; } = [];

    /// <summary>Answers that the presigned URL is not ready.</summary>
    public int NotReady { get; set; }

    /// <summary>Length that every answer claims to have; 0 is the right one.</summary>
    public long ClaimedBytes { get; set; }

    public void Dispose() => listener.Close();

    async Task ServeAsync()
    {
        try
        {
            while (true) Serve(await listener.GetContextAsync());
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // closed
        }
    }

    void Serve(HttpListenerContext context)
    {
        try
        {
            if (ServedHistory(context)) return;
            using var reader = new StreamReader(context.Request.InputStream);
            var body = reader.ReadToEnd();
            var (service, operation, request) = context.Request.Headers["X-Amz-Target"] is { } target
                ? (target.StartsWith("AWSGlue.", StringComparison.Ordinal) ? "glue" : "emr", target.Split('.')[1],
                    JsonNode.Parse(body)!.AsObject())
                : Rest(context.Request.Url!.AbsolutePath);
            var (answer, refusal) = FaultFor(operation) is { } fault ? (null, fault) : Answer(operation, request);
            calls.Enqueue(new Call(
                service, operation, request, (JsonObject?)answer?.DeepClone(), context.Request.Headers["Authorization"] ?? ""));
            context.Response.StatusCode = refusal is not null ? refusal.Status : 200;
            if (refusal is not null && service is "emr-serverless" or "emr-containers")
                context.Response.Headers["x-amzn-ErrorType"] = refusal.Code + ":http://internal.amazon.com/";
            var told = answer ?? (service is "emr-serverless" or "emr-containers" ? new JsonObject { ["message"] = refusal!.Message }
                : new JsonObject { ["__type"] = refusal!.Code, ["message"] = refusal.Message });
            var text = told.ToJsonString();
            var bytes = Encoding.UTF8.GetBytes(text);
            context.Response.ContentLength64 = ClaimedBytes > 0 ? ClaimedBytes : bytes.Length;
            context.Response.OutputStream.Write(bytes);
            if (ClaimedBytes > 0) context.Response.Abort();
            else context.Response.Close();
        }
        catch (Exception e) when (e is IOException or HttpListenerException)
        {
            context.Response.Abort();
        }
    }

    bool ServedHistory(HttpListenerContext context)
    {
        var path = context.Request.Url!.AbsolutePath;
        if (path == "/login")
        {
            var knows = context.Request.QueryString["authToken"] == "secret";
            context.Response.StatusCode = knows ? 302 : 403;
            if (knows)
            {
                context.Response.Headers["Set-Cookie"] = "session=open; Path=/";
                context.Response.Headers["Location"] = "/shs";
            }
            context.Response.Close();
            return true;
        }
        if (!path.StartsWith("/shs", StringComparison.Ordinal)) return false;
        const string applications = "/shs/api/v1/applications";
        static string Described(string id) => $$"""{"id":"{{id}}","name":"n","attempts":[{"attemptId":"1","completed":true}]}""";
        byte[]? answer = null;
        if (context.Request.Headers["Cookie"] != "session=open") context.Response.StatusCode = 401;
        else if (path == "/shs") answer = [];
        else if (path == applications) answer = Encoding.UTF8.GetBytes($"[{string.Join(',', History.Keys.Select(Described))}]");
        else if (History.Keys.FirstOrDefault(id => path == $"{applications}/{id}") is { } one)
            answer = Encoding.UTF8.GetBytes(Described(one));
        else if (History.Keys.FirstOrDefault(id => path == $"{applications}/{id}/1/logs") is { } zipped) answer = History[zipped];
        else context.Response.StatusCode = 404;
        context.Response.Close(answer ?? [], willBlock: true);
        return true;
    }

    static (string, string, JsonObject) Rest(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["applications", var app, "jobruns", var run] =>
            ("emr-serverless", "GetJobRun", new JsonObject { ["applicationId"] = app, ["jobRunId"] = run }),
        ["applications", var app, "jobruns", var run, "dashboard"] =>
            ("emr-serverless", "GetDashboardForJobRun", new JsonObject { ["applicationId"] = app, ["jobRunId"] = run }),
        ["applications", var app] => ("emr-serverless", "GetApplication", new JsonObject { ["applicationId"] = app }),
        ["virtualclusters", var cluster, "jobruns", var run] =>
            ("emr-containers", "DescribeJobRun", new JsonObject { ["virtualClusterId"] = cluster, ["id"] = run }),
        _ => ("", path, []),
    };

    (JsonObject?, Fault?) Answer(string operation, JsonObject request)
    {
        string Of(string name) => (string)request[name]!;
        switch (operation)
        {
            case "ListClusters":
                var before = (double?)request["CreatedBefore"] ?? double.MaxValue;
                return (Page(request, "Clusters", [.. Clusters.Values.Where(c => Created(c) < before).Select(c => new JsonObject
                {
                    ["Id"] = c["Id"]!.DeepClone(),
                    ["Name"] = "nightly",
                    ["Status"] = c["Status"]!.DeepClone(),
                })]), null);
            case "DescribeCluster" or "ListInstances" or "ListInstanceGroups" or "ListInstanceFleets":
                if (!Clusters.TryGetValue(Of("ClusterId"), out var cluster))
                    return (null, new Fault(400, "InvalidRequestException", $"Cluster id '{Of("ClusterId")}' is not valid."));
                if (operation != "DescribeCluster")
                    return (Page(request, operation[4..], [.. cluster[operation[4..]]!.AsArray()]), null);
                return (new JsonObject
                {
                    ["Cluster"] = new JsonObject(cluster.Where(p => p.Key is not ("Instances" or "InstanceGroups" or "InstanceFleets"))
                        .Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))),
                }, null);
            case "DescribeJobRun":
                return Found(ContainersRuns, $"{Of("virtualClusterId")}/{Of("id")}", "jobRun", 404, "ResourceNotFoundException");
            case "GetApplication":
                return Found(Applications, Of("applicationId"), "application", 404, "ResourceNotFoundException");
            case "GetJobRun" when request.ContainsKey("jobRunId"):
                return Found(JobRuns, $"{Of("applicationId")}/{Of("jobRunId")}", "jobRun", 404, "ResourceNotFoundException");
            case "GetJobRun": return Found(GlueRuns, $"{Of("JobName")}/{Of("RunId")}", "JobRun", 400, "EntityNotFoundException");
            case "GetJob": return Found(GlueJobs, Of("JobName"), "Job", 400, "EntityNotFoundException");
            case "CreatePersistentAppUI":
                return (new JsonObject { ["PersistentAppUIId"] = "ui of " + Of("TargetResourceArn") }, null);
            case "GetPersistentAppUIPresignedURL":
                return (NotReady-- > 0 ? new JsonObject { ["PresignedURLReady"] = false }
                    : new JsonObject { ["PresignedURLReady"] = true, ["PresignedURL"] = Endpoint + "/login?authToken=secret" }, null);
            case "GetDashboardForJobRun": return (new JsonObject { ["url"] = Endpoint + "/login?authToken=secret" }, null);
            default: return (null, new Fault(400, "UnknownOperationException", operation));
        }
    }

    static double Created(JsonObject cluster) => (double)cluster["Status"]!["Timeline"]!["CreationDateTime"]!;

    static (JsonObject?, Fault?) Found(Dictionary<string, JsonObject> of, string id, string name, int status, string code) =>
        of.TryGetValue(id, out var found) ? (new JsonObject { [name] = found.DeepClone() }, null)
            : (null, new Fault(status, code, $"{id} does not exist."));

    static JsonObject Page(JsonObject request, string list, IReadOnlyList<JsonNode?> items)
    {
        var at = (string?)request["Marker"] is { } marker ? int.Parse(marker, CultureInfo.InvariantCulture) : 0;
        var page = new JsonObject { [list] = new JsonArray([.. items.Skip(at).Take(1).Select(i => i?.DeepClone())]) };
        if (at + 1 < items.Count) page["Marker"] = (at + 1).ToString(CultureInfo.InvariantCulture);
        return page;
    }
}
