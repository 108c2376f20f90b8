namespace Rightsizer.Analyzer.Timing;

/// <summary>Whose processors follow each other.</summary>
enum SiliconLine
{
    Intel,
    Amd,
    Graviton,
}
