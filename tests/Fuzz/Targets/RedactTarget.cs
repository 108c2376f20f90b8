using System.Text;
using System.Text.RegularExpressions;
using Rightsizer.Fuzz.Mutators;

namespace Rightsizer.Fuzz.Targets;

/// <summary>A log with a secret in one of its texts: redacted output of no form may hold it.</summary>
sealed partial class RedactTarget : FuzzTarget
{
    const string Secret = "qzvxsecretjk";

    static readonly string[] Formats = ["text", "json", "md", "html", "sarif", "junit", "brief"];

    public override string Name => "redact";
    public override int Share => 10;

    public override void Try(Random random, WorkFolder folder)
    {
        var lines = LogMutator.Mutate(Seeds.Log(random), random);
        if (lines.Count == 0) return;
        var at = random.Next(lines.Count);
        var text = Encoding.UTF8.GetString(lines[at]);
        var places = Texts().Matches(text);
        if (places.Count == 0) return;
        var place = places[random.Next(places.Count)];
        var secret = random.Next(4) switch
        {
            0 => $"\"{Secret}\"",
            1 => place.Value[..^1] + Secret + "\"",
            2 => $"\"{place.Value[1..^1]} at {Secret}.{Secret}(x.py:12) s3://{Secret}/{Secret}\"",
            _ => $"\"{Secret}={Secret};{place.Value[1..^1]}\"",
        };
        lines[at] = Encoding.UTF8.GetBytes(text[..place.Index] + secret + text[(place.Index + place.Length)..]);
        var log = folder.Put("app-1", LogMutator.Join(lines));
        if (random.Next(12) > 0)
        {
            var copy = folder.In("copy");
            Check(Command.Run("redact", log, "--output", copy));
            if (File.Exists(copy) && File.ReadAllText(copy).Contains(Secret, StringComparison.OrdinalIgnoreCase))
                throw new BrokenInvariantException($"the redacted log holds it: {place.Value}");
            return;
        }
        Check(Command.Run("diagnose", log, "--redact", "--verbose", "--format", Formats[random.Next(Formats.Length)]));

        void Check(Command command)
        {
            if (Encoding.UTF8.GetString(command.Output).Contains(Secret, StringComparison.OrdinalIgnoreCase)
                || command.Error.Contains(Secret, StringComparison.OrdinalIgnoreCase))
                throw new BrokenInvariantException($"it was told: in place of {place.Value}");
        }
    }

    [GeneratedRegex("\"[^\"\\\\]*\"")]
    private static partial Regex Texts();
}
