namespace Rightsizer.Reports;

/// <summary>The pages of docs/detectors, built into the program.</summary>
public static class Explanations
{
    const string Prefix = "detectors/";

    /// <summary>By id.</summary>
    public static IReadOnlyList<Explanation> All { get; } = Load();

    /// <summary>By a finding's id or kind, in any case; null when there is no such page.</summary>
    public static Explanation? Find(string idOrKind) => All.FirstOrDefault(e =>
        e.Id.Equals(idOrKind, StringComparison.OrdinalIgnoreCase) || e.Kind.Equals(idOrKind, StringComparison.OrdinalIgnoreCase));

    static List<Explanation> Load()
    {
        var assembly = typeof(Explanations).Assembly;
        return assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(n =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(n)!);
            var page = reader.ReadToEnd();
            return new Explanation(n[Prefix.Length..^".md".Length], KindOf(page), page);
        }).ToList();
    }

    /// <summary>The title of a page reads <c># RSZ001 skew: Tasks of a stage are skewed</c>.</summary>
    static string KindOf(string page) => page.Split(['\n', ':'], 2)[0].Split(' ', 3) is [_, _, var kind] ? kind.Trim() : "";
}

/// <param name="Id">RSZ001.</param>
/// <param name="Kind">The finding's kind that it explains.</param>
/// <param name="Page">Markdown.</param>
public sealed record Explanation(string Id, string Kind, string Page);
