using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Rightsizer.EventLogParser.Redacting;

/// <summary>
/// Replaces what is not known in one line of a log. Numbers, order and spacing stay, so that the line reads as it did; what is not JSON
/// stays not JSON.
/// </summary>
/// <remarks>One caller at a time.</remarks>
sealed class LineRedactor
{
    const int MaxDepth = 1100, CachedBytes = 256, CachedStrings = 50_000;

    /// <summary>Longer strings are read up to here: the models keep a quarter of it.</summary>
    const int MaxStringBytes = TextGate.MaxChars;

    static readonly SearchValues<byte> Space = SearchValues.Create(" \t\r"u8);
    static readonly SearchValues<byte> EndsOfWord = SearchValues.Create(" {}[]:,\""u8);

    readonly Dictionary<(string Field, bool IsSetting, string Text), byte[]> replaced = new();
    readonly string[] path = new string[MaxDepth];
    readonly bool[] isObject = new bool[MaxDepth], isOfKnownName = new bool[MaxDepth];

    /// <param name="line">Without its newline.</param>
    /// <param name="output">Takes the line, without a newline.</param>
    public void Redact(ReadOnlySpan<byte> line, IBufferWriter<byte> output)
    {
        var at = 0;
        if (line.StartsWith("\uFEFF"u8))
        {
            output.Write(line[..3]);
            at = 3;
        }
        var depth = 0;
        bool isKey = false, isAfterKey = false, expectsValue = false;
        path[0] = "";
        var field = "";
        while (at < line.Length)
        {
            var c = line[at];
            if (c == '"')
            {
                at = String(line, at, isKey, ref field, depth, output);
                (isAfterKey, expectsValue) = (isKey, false);
                continue;
            }
            switch (c)
            {
                case (byte)'{' or (byte)'[':
                    if (depth < MaxDepth) (path[depth], isObject[depth], isOfKnownName[depth]) = (field, c == '{', false);
                    depth++;
                    isKey = c == '{';
                    expectsValue = !isKey;
                    break;
                case (byte)'}' or (byte)']':
                    if (depth > 0 && --depth < MaxDepth) field = path[depth];
                    isKey = expectsValue = false;
                    break;
                case (byte)',':
                    isKey = depth is > 0 and <= MaxDepth && isObject[depth - 1];
                    expectsValue = !isKey && depth > 0;
                    if (isKey) field = path[depth - 1];
                    break;
                case (byte)':':
                    isKey = false;
                    expectsValue = isAfterKey;
                    isAfterKey = false;
                    break;
                case (byte)' ' or (byte)'\t' or (byte)'\r':
                    break;
                default:
                    at = JsonNumber.Begins(c) ? JsonNumber.Redact(line, at, expectsValue, output) : Plain(line, at, output);
                    isAfterKey = expectsValue = false;
                    continue;
            }
            at = Plain(line, at, output);
        }
    }

    /// <summary>A byte of structure, space, or a word of JSON; anything else is not JSON and becomes a mark.</summary>
    static int Plain(ReadOnlySpan<byte> line, int at, IBufferWriter<byte> output)
    {
        var rest = line[at..];
        // structure is followed byte by byte, and no byte behind it is looked at: a line may be nothing but brackets
        var length = rest[0] is (byte)'{' or (byte)'}' or (byte)'[' or (byte)']' or (byte)':' or (byte)',' ? 1
            : rest.IndexOfAnyExcept(Space);
        if (length < 0) length = rest.Length;
        if (length == 0) length = WordLength(rest);
        if (length > 0)
        {
            output.Write(rest[..length]);
            return at + length;
        }
        output.Write("?"u8);
        var word = rest.IndexOfAny(EndsOfWord);
        return word < 0 ? line.Length : at + Math.Max(1, word);
    }

    static int WordLength(ReadOnlySpan<byte> rest) => rest.StartsWith("true"u8) || rest.StartsWith("null"u8) ? 4
        : rest.StartsWith("false"u8) ? 5 : 0;

    int String(ReadOnlySpan<byte> line, int at, bool isKey, ref string field, int depth, IBufferWriter<byte> output)
    {
        var end = at + 1;
        var escaped = false;
        while (true)
        {
            var next = line[end..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                // cut inside of the string: so it stays
                output.Write("\""u8);
                return line.Length;
            }
            end += next;
            if (line[end] == '"') break;
            escaped = true;
            end = Math.Min(line.Length, end + 2);
        }
        var raw = line[(at + 1)..end];
        var text = Text(raw, escaped, out var flaw);
        var parent = depth is > 0 and <= MaxDepth ? depth - 1 : 0;
        var isSetting = depth > 0 && FieldGate.IsSettings(path[parent]);
        output.Write("\""u8);
        if (isKey)
        {
            field = text;
            output.Write(Bytes("", isSetting, text, isKey: true));
        }
        else
        {
            if (field == "Name") isOfKnownName[parent] = KnownWords.Instance.HasPhrase(text);
            output.Write(Bytes(FieldGate.IsAmount(field) && !isOfKnownName[parent] ? "" : field, isSetting, text, isKey: false));
        }
        output.Write(flaw);
        output.Write("\""u8);
        return end + 1;
    }

    byte[] Bytes(string field, bool isSetting, string text, bool isKey)
    {
        if (text.Length == 0) return [];
        var cached = text.Length <= CachedBytes && field.Length <= CachedBytes;
        var key = (isKey ? "\0key" : field, isSetting, text);
        if (cached && replaced.TryGetValue(key, out var found)) return found;
        var result = isKey ? isSetting ? FieldGate.SettingKey(text) : FieldGate.Key(text)
            : isSetting ? FieldGate.SettingValue(field, text) : FieldGate.Value(field, text);
        var bytes = JsonEncodedText.Encode(result, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.ToArray();
        if (cached)
        {
            if (replaced.Count >= CachedStrings) replaced.Clear();
            replaced[key] = bytes;
        }
        return bytes;
    }

    /// <summary>The string without escapes. What is wrong with it is handed on, so that a damaged line stays one.</summary>
    static string Text(ReadOnlySpan<byte> raw, bool escaped, out ReadOnlySpan<byte> flaw)
    {
        flaw = [];
        if (raw.Length > MaxStringBytes) raw = raw[..MaxStringBytes];
        var control = raw.IndexOfAnyInRange((byte)0, (byte)0x1F);
        if (control >= 0) flaw = raw.Slice(control, 1);
        if (!escaped) return Encoding.UTF8.GetString(raw);
        var text = new StringBuilder(raw.Length);
        var chars = Encoding.UTF8.GetString(raw);
        for (var i = 0; i < chars.Length; i++)
        {
            if (chars[i] != '\\')
            {
                text.Append(chars[i]);
                continue;
            }
            if (++i >= chars.Length) break;
            switch (chars[i])
            {
                case 'n': text.Append('\n'); break;
                case 't': text.Append('\t'); break;
                case 'r': text.Append('\r'); break;
                case 'b': text.Append('\b'); break;
                case 'f': text.Append('\f'); break;
                case '"' or '\\' or '/': text.Append(chars[i]); break;
                case 'u' when i + 4 < chars.Length && ushort.TryParse(
                    chars.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, null, out var code):
                    text.Append((char)code);
                    i += 4;
                    break;
                default: flaw = "\\?"u8; break;
            }
        }
        var result = text.ToString();
        if (!flaw.IsEmpty || !HasLoneSurrogate(result)) return result;
        // the rest may be the name of a field, which a reader has to look at to see the damage
        flaw = "\\udc00"u8;
        return string.Concat(result.Where(c => !char.IsSurrogate(c)));
    }

    static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return true;
            i++;
        }
        return false;
    }
}
