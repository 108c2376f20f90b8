namespace Rightsizer.Analyzer.Facts.Tables;

/// <summary>What is done to a table.</summary>
public enum TableVerb
{
    /// <summary>INSERT INTO, or an append by a DataFrame.</summary>
    Insert,

    /// <summary>INSERT OVERWRITE, or an overwrite by a DataFrame.</summary>
    Overwrite,

    /// <summary>CREATE TABLE ... AS SELECT, or the first write by a DataFrame.</summary>
    Create,
    Update,
    Delete,

    /// <summary>A rewrite of whole files of which the plan does not tell whether UPDATE or DELETE asked for it.</summary>
    UpdateOrDelete,
    Merge,

    /// <summary>Delta's OPTIMIZE.</summary>
    Optimize,

    /// <summary>Delta's VACUUM.</summary>
    Vacuum,

    /// <summary>A procedure of Iceberg, such as rewrite_data_files.</summary>
    Procedure,
}
