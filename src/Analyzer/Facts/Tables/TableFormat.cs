namespace Rightsizer.Analyzer.Facts.Tables;

/// <summary>Formats that keep a table's files in metadata of their own.</summary>
public enum TableFormat
{
    /// <summary>Apache Iceberg.</summary>
    Iceberg,

    /// <summary>Delta Lake.</summary>
    Delta,

    /// <summary>Apache Hudi.</summary>
    Hudi,
}
