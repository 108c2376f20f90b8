using System.Globalization;
using System.Text;
using System.Text.Json;
using Rightsizer.Analyzer.Answers.Fleet.Rules;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.EventLogParser;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Cli.Settings;

/// <summary>
/// From the text of <c>.rightsizer.yml</c> to settings. An unknown key is an error with the line and what was probably meant.
/// </summary>
sealed class ProjectSettingsReader
{
    static readonly string[] Keys = ["region", "prices", "discounts", "owners", "detectors"];

    readonly string file;

    ProjectSettingsReader(string file) => this.file = file;

    /// <param name="file">Full path: names in errors, and the folder that paths inside are relative to.</param>
    /// <param name="text">Of the file.</param>
    /// <exception cref="RightsizerException">Not YAML, or a key or value that means nothing.</exception>
    public static ProjectSettings Parse(string file, string text)
    {
        var reader = new ProjectSettingsReader(file);
        try
        {
            return reader.Settings(YamlReader.Read(text));
        }
        catch (FormatException e)
        {
            throw new RightsizerException(ExitCode.BadArguments, $"{file}: {e.Message}", e);
        }
    }

    ProjectSettings Settings(YamlNode? root)
    {
        var settings = new ProjectSettings { File = file };
        if (root is null or YamlScalar { IsNull: true }) return settings;
        foreach (var (key, value) in Map(root, "the file").Entries)
        {
            settings = key.Text switch
            {
                "region" => settings with { Region = Text(value, "region") },
                "prices" => settings with { Prices = PathOf(value, "prices") },
                "discounts" => settings with { Discounts = PathOf(value, "discounts") },
                "owners" => value is YamlList rules ? settings with { Owners = Rules(rules) }
                    : settings with { OwnersFile = PathOf(value, "owners") },
                "detectors" => settings with { Detectors = Detectors(value) },
                _ => throw Unknown(key, "key", Keys),
            };
        }
        return settings;
    }

    DetectorSettings Detectors(YamlNode node)
    {
        var off = new HashSet<string>(StringComparer.Ordinal);
        var limits = new Dictionary<(string, string), double>();
        foreach (var (key, value) in Map(node, "detectors").Entries)
        {
            if (key.Text == "off")
            {
                foreach (var item in List(value, "off").Items) off.Add(Kind(Scalar(item, "off")).Kind);
                continue;
            }
            var kind = Kind(key);
            foreach (var (name, limit) in Map(value, kind.Kind).Entries)
                limits[(kind.Kind, Threshold(kind, name).Name)] = Number(limit, $"{kind.Kind}.{name.Text}");
        }
        return new() { Off = off, Limits = limits };
    }

    /// <summary>By kind or id.</summary>
    DetectorDescriptor Kind(YamlScalar word) =>
        DetectorCatalog.Descriptors.FirstOrDefault(d => d.Kind == word.Text || d.Id == word.Text)
            ?? throw Unknown(word, "kind of finding", [.. DetectorCatalog.Descriptors.Select(d => d.Kind)]);

    Threshold Threshold(DetectorDescriptor kind, YamlScalar name)
    {
        string[] settable = [.. kind.Thresholds.Where(t => t.IsSettable).Select(t => t.Name)];
        var known = kind.Thresholds.FirstOrDefault(t => t.Name == name.Text);
        if (known is { IsSettable: true }) return known;
        if (settable.Length == 0) throw Bad(name, $"{kind.Kind} has no threshold that can be set; it can only be turned off");
        if (known is null) throw Unknown(name, $"threshold of {kind.Kind}", settable);
        throw Bad(name, $"{kind.Kind}.{known.Name} is part of how the saving is worked out and cannot be set; "
            + $"these can: {string.Join(", ", settable)}");
    }

    double Number(YamlNode node, string key) =>
        node is YamlScalar s && double.TryParse(s.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var v)
            && double.IsFinite(v) ? v
            : throw Bad(node, $"{key} must be a number from 0, without a unit (rightsizer explain shows the unit)");

    /// <summary>The same rules as a file of <c>--rules</c>, read by the same code.</summary>
    FleetRules Rules(YamlList rules)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("rules");
            Write(writer, rules);
            writer.WriteEndObject();
        }
        return FleetRules.Parse(FormattableString.Invariant($"{file}: line {rules.Line}: owners"), Encoding.UTF8.GetString(json.ToArray()));
    }

    static void Write(Utf8JsonWriter writer, YamlNode node)
    {
        switch (node)
        {
            case YamlScalar { IsNull: true }:
                writer.WriteNullValue();
                break;
            case YamlScalar scalar:
                writer.WriteStringValue(scalar.Text);
                break;
            case YamlList list:
                writer.WriteStartArray();
                foreach (var item in list.Items) Write(writer, item);
                writer.WriteEndArray();
                break;
            case YamlMap map:
                writer.WriteStartObject();
                foreach (var (key, value) in map.Entries)
                {
                    writer.WritePropertyName(key.Text);
                    Write(writer, value);
                }
                writer.WriteEndObject();
                break;
        }
    }

    string PathOf(YamlNode node, string key) => Text(node, key) is var path && path.Contains('\0')
        ? throw Bad(node, $"{key} has a NUL character, which no file's name has")
        : Path.GetFullPath(path, Path.GetDirectoryName(file)!);

    string Text(YamlNode node, string key) => Scalar(node, key) is { IsNull: false, Text.Length: > 0 } scalar ? scalar.Text
        : throw Bad(node, $"{key} has no value");

    YamlScalar Scalar(YamlNode node, string key) => node as YamlScalar ?? throw Bad(node, $"{key} must be a word, not a list or a map");

    YamlMap Map(YamlNode node, string key) => node as YamlMap ?? throw Bad(node, $"{key} must hold keys and values (docs/cli.md)");

    YamlList List(YamlNode node, string key) => node as YamlList ?? throw Bad(node, $"{key} must be a list, such as [skew, gc]");

    RightsizerException Unknown(YamlScalar word, string what, string[] known)
    {
        var near = NearestName.Find(word.Text, known) is { } name ? $"did you mean {name}?" : $"known: {string.Join(", ", known)}";
        return Bad(word, $"unknown {what} {PlainText.Short(word.Text, 60)}; {near}");
    }

    RightsizerException Bad(YamlNode at, string why) =>
        new(ExitCode.BadArguments, FormattableString.Invariant($"{file}: line {at.Line}: {why}"));
}
