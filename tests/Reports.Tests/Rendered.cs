using System.Text;
using Rightsizer.Reports.Text;

namespace Rightsizer.Reports.Tests;

/// <summary>What a writer wrote, as text.</summary>
static class Rendered
{
    public static string Printed(TextPage page) => Written(page.WriteTo);

    public static string Written(Action<StringWriter> write)
    {
        using var output = new StringWriter();
        write(output);
        return output.ToString();
    }

    public static string Streamed(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
