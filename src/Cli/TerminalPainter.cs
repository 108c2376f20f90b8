using Rightsizer.Reports.Text;
using Spectre.Console;

namespace Rightsizer.Cli;

/// <summary>Shows a page in the colours that the terminal has.</summary>
static class TerminalPainter
{
    public static void Paint(TextPage page, TextWriter output)
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.No });
        // the page is laid out already
        console.Profile.Width = int.MaxValue;
        foreach (var line in page.Lines)
        {
            foreach (var span in line) console.Write(new Text(span.Text, StyleOf(span.Style)));
            console.WriteLine();
        }
    }

    static Style StyleOf(TextStyle style) => style switch
    {
        TextStyle.Heading => new Style(decoration: Decoration.Bold),
        TextStyle.Dim => new Style(foreground: Color.Grey),
        TextStyle.Critical => new Style(foreground: Color.Red, decoration: Decoration.Bold),
        TextStyle.Warning => new Style(foreground: Color.Yellow),
        TextStyle.Info => new Style(foreground: Color.Aqua),
        TextStyle.Good => new Style(foreground: Color.Green),
        TextStyle.Setting => new Style(foreground: Color.Aqua),
        _ => Style.Plain,
    };
}
