using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Rightsizer.Cli.Settings;

/// <summary>
/// A file of settings as a tree. Of YAML only what such a file needs: one document of maps, lists and scalars, no anchors, no tags, no deep
/// nesting, so that no file can expand to more than it holds.
/// </summary>
sealed class YamlReader
{
    const int MostLevels = 16;

    readonly Parser parser;

    YamlReader(TextReader text) => parser = new Parser(text);

    /// <returns>Null for a file that holds nothing.</returns>
    /// <exception cref="FormatException">Not YAML, or more of YAML than is read; the message begins with the line.</exception>
    public static YamlNode? Read(string text)
    {
        try
        {
            using var reader = new StringReader(text);
            return new YamlReader(reader).Document();
        }
        catch (YamlException e)
        {
            // the library puts its own position before the words
            throw Bad(e.Start, e.InnerException?.Message ?? e.Message, e);
        }
    }

    YamlNode? Document()
    {
        parser.MoveNext();
        parser.MoveNext();
        if (parser.Current is StreamEnd) return null;
        parser.MoveNext();
        var root = Node(0);
        parser.MoveNext();
        return parser.Current is StreamEnd or null ? root : throw Bad(parser.Current.Start, "a second document; one is read");
    }

    YamlNode Node(int level)
    {
        var current = parser.Current!;
        if (level > MostLevels) throw Bad(current.Start, "nested too deeply");
        if (current is AnchorAlias || current is NodeEvent { Anchor.IsEmpty: false }) throw Bad(current.Start, "anchors are not read");
        return current switch
        {
            Scalar scalar => Text(scalar),
            MappingStart => Map(level),
            SequenceStart => List(level),
            _ => throw Bad(current.Start, "a value is missing"),
        };
    }

    YamlScalar Text(Scalar scalar)
    {
        parser.MoveNext();
        return new(Line(scalar.Start), scalar.Value, scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" });
    }

    YamlList List(int level)
    {
        var line = Line(parser.Current!.Start);
        parser.MoveNext();
        var items = new List<YamlNode>();
        while (parser.Current is not SequenceEnd) items.Add(Node(level + 1));
        parser.MoveNext();
        return new(line, items);
    }

    YamlMap Map(int level)
    {
        var line = Line(parser.Current!.Start);
        parser.MoveNext();
        var entries = new List<(YamlScalar, YamlNode)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (parser.Current is not MappingEnd)
        {
            var start = parser.Current!.Start;
            if (Node(level + 1) is not YamlScalar key) throw Bad(start, "a key must be a word");
            if (!seen.Add(key.Text)) throw Bad(start, $"{key.Text} is there twice");
            entries.Add((key, Node(level + 1)));
        }
        parser.MoveNext();
        return new(line, entries);
    }

    static int Line(Mark mark) => (int)Math.Clamp(mark.Line, 1, int.MaxValue);

    static FormatException Bad(Mark at, string why, Exception? inner = null) =>
        new(FormattableString.Invariant($"line {Line(at)}: {why.TrimEnd('.')}"), inner);
}
