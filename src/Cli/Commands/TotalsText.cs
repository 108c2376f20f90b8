using System.Text;

namespace Rightsizer.Cli.Commands;

/// <summary>Text in UTF-8, put together without the formatting machinery.</summary>
sealed class TotalsText
{
    const int LongestNumber = 20;
    byte[] bytes = new byte[1 << 14];
    int length;

    public TotalsText Add(string text)
    {
        var size = Encoding.UTF8.GetByteCount(text);
        if (length + size > bytes.Length) Array.Resize(ref bytes, 2 * bytes.Length + size);
        length += Encoding.UTF8.GetBytes(text, bytes.AsSpan(length));
        return this;
    }

    public TotalsText Add(string label, long number)
    {
        Add(label);
        if (length + LongestNumber > bytes.Length) Array.Resize(ref bytes, 2 * bytes.Length);
        number.TryFormat(bytes.AsSpan(length), out var written, default, null);
        length += written;
        return this;
    }

    public void EndLine() => Add("\n");

    public void WriteTo(Stream output) => output.Write(bytes, 0, length);
}
