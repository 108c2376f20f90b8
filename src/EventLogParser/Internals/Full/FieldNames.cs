using System.Text;
using System.Text.Json;

namespace Rightsizer.EventLogParser.Internals.Full;

/// <summary>The property names an object is read for. Spark writes them in one order, so the one after the last hit is tried first.</summary>
sealed class FieldNames
{
    readonly byte[][] names;

    public FieldNames(params string[] names) => this.names = [.. names.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Index of the property name that <paramref name="r"/> stands on, or -1.</summary>
    public int Find(ref Utf8JsonReader r, ref int hint)
    {
        for (var i = 0; i < names.Length; i++)
        {
            var at = hint + i;
            if (at >= names.Length) at -= names.Length;
            if (!r.ValueTextEquals(names[at])) continue;
            hint = at + 1 == names.Length ? 0 : at + 1;
            return at;
        }
        return -1;
    }
}
