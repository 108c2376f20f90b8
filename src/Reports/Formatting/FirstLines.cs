using Rightsizer.Reports.Text;

namespace Rightsizer.Reports.Formatting;

/// <summary>What every form of a report begins with: what was read, the answer, and what to do about it.</summary>
/// <param name="Read">What the answer is about: runs, times, executors, dates.</param>
/// <param name="Sentence">The answer, with time and money where they are known.</param>
public sealed record FirstLines(string Read, string Sentence)
{
    /// <summary>The next step as an instruction; null where there is nothing to do.</summary>
    public string? Next { get; init; }

    /// <summary>Lines to paste for the next step, in order; empty where there is nothing to paste.</summary>
    public IReadOnlyList<string> Paste { get; init; } = [];

    /// <summary>Writes them at the head of a text report.</summary>
    internal void AddTo(TextPage page, TextStyle style = TextStyle.Heading)
    {
        page.Paragraph(PlainText.OneLine(Read), 0);
        page.Paragraph(PlainText.OneLine(Sentence), 0, "", style);
        if (Next is not null) page.Paragraph(PlainText.OneLine(Next), 0);
        // whole, whatever the width: what is cut cannot be pasted
        foreach (var line in Paste) page.Line("  " + PlainText.OneLine(line), TextStyle.Setting);
    }
}
