using System.Text;
using System.Text.Json;

namespace Rightsizer.Analyzer.Facts;

/// <summary>The serializer takes null for any entry of a list, and for the whole of a file.</summary>
static class JsonLists
{
    /// <exception cref="JsonException">An entry of a list is null, or all of it; with its line.</exception>
    public static void RefuseNulls(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var options = new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        var reader = new Utf8JsonReader(bytes, options);
        var isList = new Stack<bool>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray or JsonTokenType.StartObject:
                    isList.Push(reader.TokenType == JsonTokenType.StartArray);
                    break;
                case JsonTokenType.EndArray or JsonTokenType.EndObject:
                    isList.Pop();
                    break;
                case JsonTokenType.Null when isList.Count == 0 || isList.Peek():
                    var line = bytes.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n');
                    throw new JsonException(isList.Count == 0 ? "the file is null" : "an entry of a list is null", null, line, null);
            }
        }
    }
}
