using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Answers.Quote;

/// <summary>Reads shape and discount documents and says in one line what is wrong with one.</summary>
public static class ShapeReader
{
    // far above any cluster, and so that no product of them comes near where the 28 digits of a decimal run out
    const decimal MaxNumber = 1_000_000_000m, MaxCount = 1_000_000, MaxSeconds = 10_000_000_000m, MaxGib = 1_000_000;
    const int MaxVolumes = 1000;

    /// <summary>One shape, or the list under "shapes".</summary>
    /// <remarks><c>name</c>: File name, for messages.</remarks>
    public static IReadOnlyList<Shape> Read(string name, string json)
    {
        var shapes = Parse(name, json,
            document => document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("shapes", out _)
            ? document.Deserialize(ShapeJson.Default.ShapeFile)!.Shapes
            : [document.Deserialize(ShapeJson.Default.Shape)!]);
        foreach (var shape in shapes) Check(name, shape);
        return shapes;
    }

    /// <summary>JSON Schema of a shape file, made from the types.</summary>
    public static string Schema()
    {
        var options = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true };
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Input of rightsizer prices quote",
            ["anyOf"] = new JsonArray(
                ShapeJson.Default.Shape.GetJsonSchemaAsNode(options), ShapeJson.Default.ShapeFile.GetJsonSchemaAsNode(options)),
        };
        return schema.ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n", IndentSize = 1 }) + "\n";
    }

    /// <summary>A list of entries, or an object with the list under "discounts".</summary>
    public static Discounts ReadDiscounts(string name, string json) =>
        new(Parse(name, json, document => document.RootElement.ValueKind == JsonValueKind.Array
        ? document.Deserialize(ShapeJson.Default.ListDiscountEntry)!
        : document.Deserialize(ShapeJson.Default.DiscountsFile)!.Discounts));

    static T Parse<T>(string name, string json, Func<JsonDocument, T> read)
    {
        try
        {
            JsonLists.RefuseNulls(json);
            using var document = JsonDocument.Parse(
                json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return read(document);
        }
        catch (JsonException e)
        {
            var where = e.Path is { Length: > 1 } path ? $" at {path}" : e.LineNumber is { } line
                ? FormattableString.Invariant($" in line {line + 1}") : "";
            throw new RightsizerException(
                ExitCode.BadArguments, $"{name}: {FirstSentence(e.Message)}{where}; docs/quote.schema.json describes the file", e);
        }
    }

    const string Missing = " was missing required properties including: ";

    /// <summary>In the reader's words: the name of our type says nothing to them.</summary>
    static string FirstSentence(string message) =>
        message.IndexOf(Missing, StringComparison.Ordinal) is var m and >= 0
            ? $"required and missing: {message[(m + Missing.Length)..].Split(". ")[0].Split(';')[0].TrimEnd('.')}"
        : message.IndexOf(". ", StringComparison.Ordinal) is var i and > 0 ? message[..i] : message.Split(" Path:")[0].TrimEnd('.');

    static void Check(string name, Shape shape)
    {
        if (shape.EmrOnEc2 is null && shape.EmrServerless is null && shape.EmrOnEks is null && shape.Glue is null && shape.S3 is null
            && shape.CrossZoneGb == 0)
            throw Bad("nothing to price: give emrOnEc2, emrServerless, emrOnEks, glue, s3 or crossZoneGb");
        Range("crossZoneGb", shape.CrossZoneGb);
        foreach (var node in (shape.EmrOnEc2?.Nodes ?? []).Concat(shape.EmrOnEks?.Nodes ?? []))
        {
            Range("nodes.count", node.Count, MaxCount);
            Range("nodes.seconds", node.Seconds, MaxSeconds);
            Range("nodes.spotPriceUsd", node.SpotPriceUsd ?? 0, MaxCount);
            if (node.Share is < 0 or > 1) throw Bad("nodes.share must be between 0 and 1");
            CheckVolumes(node.Volumes ?? []);
            if (node.RootVolume is { } root) CheckVolumes([root]);
        }
        foreach (var worker in shape.EmrServerless?.Workers ?? [])
        {
            if (worker.MemoryGb is null == worker.HeapMib is null) throw Bad("a worker needs memoryGb or heapMiB, one of them");
            foreach (var (field, value) in new (string, decimal)[] { ("vcpu", worker.Vcpu), ("memoryGb", worker.MemoryGb ?? 0),
                ("heapMiB", worker.HeapMib ?? 0), ("overheadMiB", worker.OverheadMib ?? 0), ("overheadFactor", worker.OverheadFactor ?? 0),
                ("pySparkMiB", worker.PySparkMib), ("offHeapMiB", worker.OffHeapMib), ("diskGb", worker.DiskGb) })
                Range($"workers.{field}", value);
            Range("workers.count", worker.Count, MaxCount);
            Range("workers.seconds", worker.Seconds, MaxSeconds);
            Range("workers.usedSeconds", worker.UsedSeconds ?? 0, MaxSeconds);
        }
        if (shape.EmrServerless is { Architecture: not (null or "x86_64" or "arm64") }) throw Bad("architecture is x86_64 or arm64");
        if (shape.EmrServerless?.Billed is { } billed)
        {
            Range("billed.vCPUHour", billed.VcpuHour);
            Range("billed.memoryGBHour", billed.MemoryGbHour);
            Range("billed.storageGBHour", billed.StorageGbHour);
        }
        Range("controlPlaneSeconds", shape.EmrOnEks?.ControlPlaneSeconds ?? 0, MaxSeconds);
        foreach (var pod in shape.EmrOnEks?.Pods ?? [])
        {
            Range("pods.vcpu", pod.Vcpu, MaxGib);
            Range("pods.memoryGiB", pod.MemoryGib, MaxGib);
            Range("pods.count", pod.Count, MaxCount);
            Range("pods.seconds", pod.Seconds, MaxSeconds);
            CheckVolumes(pod.NodeVolumes);
        }
        if (shape.Glue is { } glue)
        {
            Range("glue.workers", glue.Workers, MaxCount);
            Range("glue.seconds", glue.Seconds, MaxSeconds);
            Range("glue.workerSeconds", glue.WorkerSeconds ?? 0, MaxCount * MaxSeconds);
            if (glue.WorkerSeconds is null && glue.Workers == 0) throw Bad("glue needs workers and seconds, or workerSeconds");
        }
        foreach (var files in shape.S3?.Written ?? [])
        {
            Range("s3.written.count", files.Count);
            Range("s3.written.sizeBytes", files.SizeBytes, 1_000_000_000_000_000m);
        }
        foreach (var scan in shape.S3?.Scanned ?? [])
        {
            Range("s3.scanned.files", scan.Files, 1_000_000_000m);
            Range("s3.scanned.scans", scan.Scans, 1_000_000m);
        }

        void CheckVolumes(IEnumerable<ShapeVolume> volumes)
        {
            foreach (var v in volumes)
            {
                Range("volumes.sizeGiB", v.SizeGib, MaxGib);
                Range("volumes.iops", v.Iops ?? 0, MaxGib);
                Range("volumes.throughputMiBps", v.ThroughputMibps ?? 0, MaxGib);
                Range("volumes.count", v.Count, MaxVolumes);
            }
        }

        void Range(string field, decimal value, decimal max = MaxNumber)
        {
            if (value < 0 || value > max) throw Bad(FormattableString.Invariant($"{field} is {value}; it must be between 0 and {max}"));
        }

        RightsizerException Bad(string what) =>
            new(ExitCode.BadArguments, $"{name}: {(shape.Name is { } n ? $"shape \"{n}\": " : "")}{what}");
    }
}
