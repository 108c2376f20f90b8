namespace Rightsizer.Analyzer.Ledgers.Prices;

/// <summary>The tables that ship inside the assembly.</summary>
static class EmbeddedTables
{
    const string Prefix = "Rightsizer.Analyzer.Ledgers.Data.";

    /// <summary>UTF-8 without a byte-order mark; null where the assembly has no such table.</summary>
    public static byte[]? Read(string table)
    {
        using var stream = typeof(EmbeddedTables).Assembly.GetManifestResourceStream(Prefix + table);
        if (stream is null) return null;
        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        return text;
    }
}
