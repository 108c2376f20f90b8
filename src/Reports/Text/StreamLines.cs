using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Text;

/// <summary>What the streaming queries did: batches against their interval, rows, state, cores, cost an hour.</summary>
static class StreamLines
{
    const int Shown = 8;

    public static void Add(TextPage page, StreamReport streams)
    {
        page.Line("Streams", TextStyle.Heading);
        foreach (var q in streams.Queries.Take(Shown))
        {
            page.Paragraph(StreamPhrases.Batches(q), 2);
            if (StreamPhrases.Rows(q) is { } rows) page.Paragraph(rows, 4);
        }
        if (streams.Queries.Count > Shown) page.Paragraph($"{streams.Queries.Count - Shown} more in --format json.", 2);
        page.Paragraph(StreamPhrases.Cost(streams), 2);
    }
}
