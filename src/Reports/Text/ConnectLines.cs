using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Text;

/// <summary>Sessions, users and the longest operations of Spark Connect.</summary>
static class ConnectLines
{
    const int Shown = 5;

    public static void Add(TextPage page, ConnectReport connect)
    {
        page.Line("Spark Connect", TextStyle.Heading);
        if (connect.Users.Count > 1)
            foreach (var u in connect.Users.Take(Shown)) page.Paragraph(ConnectPhrases.UserLine(u), 2);
        foreach (var s in Largest(connect)) page.Paragraph(ConnectPhrases.Session(s), 2);
        if (connect.Sessions.Count > Shown) page.Paragraph($"{connect.Sessions.Count - Shown} more sessions in --format json.", 2);
        foreach (var o in Longest(connect)) page.Paragraph(ConnectPhrases.Operation(o), 4);
        if (connect.Operations.Count > Shown) page.Paragraph($"{connect.Operations.Count - Shown} shorter ones in --format json.", 4);
    }

    public static IEnumerable<ConnectSessionUse> Largest(ConnectReport connect) =>
        connect.Sessions.OrderByDescending(s => s.TaskMs).ThenByDescending(s => s.BusyMs).Take(Shown);

    public static IEnumerable<ConnectOperationUse> Longest(ConnectReport connect) =>
        connect.Operations.OrderByDescending(o => o.DurationMs ?? 0).ThenBy(o => o.StartMs).Take(Shown);
}
