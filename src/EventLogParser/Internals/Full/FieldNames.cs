using System.Text;
using System.Text.Json;

namespace Rightsizer.EventLogParser.Internals.Full;

/// <summary>
/// The properties that an object is read for. Spark writes them in one order, so the one after the last hit is tried first.
/// </summary>
sealed class FieldNames<TField> where TField : unmanaged, Enum
{
    readonly byte[][] names;
    readonly TField[] fields;

    /// <param name="fields">Each field with its name in the log, in the order in which Spark writes them.</param>
    public FieldNames(params ReadOnlySpan<(TField Field, string Name)> fields)
    {
        names = new byte[fields.Length][];
        this.fields = new TField[fields.Length];
        for (var i = 0; i < fields.Length; i++) (this.fields[i], names[i]) = (fields[i].Field, Encoding.UTF8.GetBytes(fields[i].Name));
    }

    /// <summary>Moves to the value of the next property that is in the list. All others are stepped over.</summary>
    /// <param name="r">In the object: on its start, or on the last token of a value.</param>
    /// <param name="hint">0 at the object's start; where to look first.</param>
    /// <param name="field">The property found.</param>
    /// <returns>False at the object's end.</returns>
    public bool Next(ref Utf8JsonReader r, ref int hint, out TField field)
    {
        while (true)
        {
            r.Read();
            if (r.TokenType == JsonTokenType.EndObject)
            {
                field = default;
                return false;
            }
            var at = Find(ref r, hint);
            r.Read();
            if (at >= 0)
            {
                hint = at + 1 == names.Length ? 0 : at + 1;
                field = fields[at];
                return true;
            }
            r.Skip();
        }
    }

    int Find(ref Utf8JsonReader r, int hint)
    {
        var name = r.ValueSpan;
        for (var i = 0; i < names.Length; i++)
        {
            var at = hint + i;
            if (at >= names.Length) at -= names.Length;
            // nearly every miss is told by its length alone
            if (r.ValueIsEscaped ? r.ValueTextEquals(names[at]) : name.SequenceEqual(names[at])) return at;
        }
        return -1;
    }
}
