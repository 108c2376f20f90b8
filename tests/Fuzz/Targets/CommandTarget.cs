using Rightsizer.Fuzz.Mutators;
using Rightsizer.TestSupport;
using System.Text.Json;

namespace Rightsizer.Fuzz.Targets;

/// <summary>Whole commands over changed logs, in every format.</summary>
sealed class CommandTarget : FuzzTarget
{
    static readonly string[] Formats = ["text", "json", "json", "json", "md", "html", "sarif", "junit", "brief"];
    static readonly string[] FleetFormats = ["text", "json", "json", "csv", "html", "md", "brief"];
    static readonly JsonElement ReportSchema = Schema("report"), FleetSchema = Schema("fleet");

    public override string Name => "commands";
    public override int Share => 2;

    public override void Try(Random random, WorkFolder folder)
    {
        var log = folder.Put("app-1", Log(random));
        switch (random.Next(12))
        {
            case < 6:
                var format = Formats[random.Next(Formats.Length)];
                var diagnosed = Command.Run("diagnose", log, "--format", format);
                if (format == "json" && diagnosed.Code == 0) Check(diagnosed, ReportSchema, random);
                break;
            case < 8:
                folder.Put("app-2", Log(random));
                folder.Put("app-3", LogMutator.Join(Seeds.Logs[^1]));
                var fleetFormat = FleetFormats[random.Next(FleetFormats.Length)];
                var reported = Command.Run("report", folder.Path, "--format", fleetFormat);
                if (fleetFormat == "json" && reported.Code == 0) Check(reported, FleetSchema, random);
                break;
            case 8: Command.Run("size", log); break;
            case 9: Command.Run("compare", log, folder.Put("app-2", LogMutator.Join(Seeds.Log(random)))); break;
            case 10: Command.Run("totals", log); break;
            default: Command.Run("summarize", log); break;
        }
    }

    static byte[] Log(Random random) => LogMutator.Join(LogMutator.Mutate(Seeds.Log(random), random));

    static void Check(Command command, JsonElement schema, Random random)
    {
        using var json = command.Json();
        if (random.Next(4) > 0) return;
        var wrong = SchemaValidator.Validate(schema, json.RootElement);
        if (wrong.Count > 0) throw new BrokenInvariantException("not as the schema says: " + wrong[0]);
    }

    static JsonElement Schema(string name)
    {
        using var schema = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(SharedFolder.RepositoryRoot, "src", "Reports", name + ".schema.json")));
        return schema.RootElement.Clone();
    }
}
