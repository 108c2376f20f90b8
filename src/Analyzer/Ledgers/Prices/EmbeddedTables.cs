namespace Rightsizer.Analyzer.Ledgers.Prices;

/// <summary>The tables that ship inside the assembly.</summary>
static class EmbeddedTables
{
    const string Prefix = "Rightsizer.Analyzer.Ledgers.Data.";

    public static string? Read(string table)
    {
        using var stream = typeof(EmbeddedTables).Assembly.GetManifestResourceStream(Prefix + table);
        if (stream is null) return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
