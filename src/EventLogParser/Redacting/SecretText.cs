using System.Text;

namespace Rightsizer.EventLogParser.Redacting;

/// <summary>Values of secrets inside of a text: password=VALUE, --token VALUE, "secret":"VALUE", scheme://USER:PASSWORD@HOST.</summary>
static class SecretText
{
    const int LongestName = 128;

    /// <summary>Puts <see cref="SecretSetting.HiddenBySpark"/> in the place of a secret.</summary>
    /// <param name="text">The text.</param>
    /// <param name="end">Behind a word that may name a secret.</param>
    /// <param name="result">Has the text up to there; takes what is between the name and the secret, and the stand-in.</param>
    /// <returns>Behind the secret; <paramref name="end"/> where none is named.</returns>
    public static int Hide(string text, int end, StringBuilder result)
    {
        if (end >= text.Length || text[end] is not ('=' or ' ' or '"' or '\'' or ':')) return end;
        var rest = text.AsSpan(end);
        if (rest.StartsWith("://")) return HideUser(text, end, result);
        var between = rest.StartsWith("\":\"") || rest.StartsWith("':'") ? 3 : rest.StartsWith("\": \"") || rest.StartsWith("': '") ? 4
            : rest.StartsWith(": ") || rest.StartsWith("=\"") || rest.StartsWith("='") ? 2 : rest[0] is '=' or ' ' ? 1 : 0;
        if (between == 0 || end + between >= text.Length) return end;
        var name = NameBefore(text, end);
        if (rest[0] == ' ' && !name.StartsWith("-") || !SecretSetting.IsPerhaps(name)) return end;
        var value = rest[between..];
        var length = rest[between - 1] is '"' or '\'' ? value.IndexOf(rest[between - 1]) : value.IndexOfAny(" \t\r\n&;,)]}\"'");
        if (length == 0) return end;
        result.Append(rest[..between]).Append(SecretSetting.HiddenBySpark);
        return length < 0 ? text.Length : end + between + length;
    }

    /// <summary>What a person writes between a scheme and a host may be a password as well as a name.</summary>
    static int HideUser(string text, int end, StringBuilder result)
    {
        const int scheme = 3;
        var rest = text.AsSpan(end + scheme);
        var until = rest.IndexOfAny("@/ \t\r\n,;\"'");
        if (until <= 0 || rest[until] != '@' || !rest[..until].Contains(':')) return end;
        result.Append("://").Append(SecretSetting.HiddenBySpark);
        return end + scheme + until;
    }

    static ReadOnlySpan<char> NameBefore(string text, int end)
    {
        var from = end;
        while (from > 0 && end - from < LongestName && (char.IsAsciiLetterOrDigit(text[from - 1]) || text[from - 1] is '_' or '.' or '-'))
            from--;
        return text.AsSpan(from, end - from);
    }
}
