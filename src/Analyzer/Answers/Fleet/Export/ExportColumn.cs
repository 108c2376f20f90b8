namespace Rightsizer.Analyzer.Answers.Fleet.Export;

/// <summary>What a column holds; every format has its own form of it.</summary>
public enum ExportType
{
    Text,

    /// <summary>64 bits.</summary>
    Integer,

    /// <summary>A ratio.</summary>
    Real,

    /// <summary>Decimal with six places, as ledgers round amounts.</summary>
    Money,

    /// <summary>Decimal with twelve places: quantities and unit prices.</summary>
    Exact,

    /// <summary>Epoch milliseconds here, a timestamp in UTC outside.</summary>
    Time,
    Flag,
}

/// <param name="Name">Snake case; FOCUS's own names in the table of costs.</param>
/// <param name="Type">Of the values, all of which may be absent.</param>
/// <param name="Meaning">One sentence, for the documentation.</param>
public sealed record ExportColumn(string Name, ExportType Type, string Meaning);
