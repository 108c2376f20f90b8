using System.CommandLine;
using Rightsizer.Cli.Mcp;
using Rightsizer.Cli.Settings;
using Rightsizer.EventLogParser;

namespace Rightsizer.Cli.Commands;

/// <summary><c>rightsizer mcp ROOT...</c>: the same answers for assistants.</summary>
static class McpCommand
{
    static readonly Argument<string[]> Roots = new("ROOT")
    {
        Description = "Folders, s3:// prefixes or History Servers that logs may be read from, and ids such as emr:// (all clusters), "
            + "emr://j-CLUSTER or glue://JOB, whose logs may be read wherever AWS says that they are. Nothing else is read.",
        Arity = ArgumentArity.OneOrMore,
    };

    static readonly Option<int?> Http = new("--http")
    {
        Description = "Serves streamable HTTP on 127.0.0.1 at this port (0: one that is free) instead of standard input and output. "
            + $"Clients bring a token: that of {McpHttpServer.TokenVariable}, else one that is printed at the start.",
        HelpName = "PORT",
    };

    public static Command Create(CliContext context)
    {
        var command = new Command("mcp",
            "Serves assistants over the Model Context Protocol, on standard input and output or HTTP.") { Roots, Http };
        foreach (var option in PriceOptions.OfMany.Concat(SourceOptions.All)) command.Add(option);
        command.SetAction(parsed =>
        {
            var pricing = PriceOptions.Read(parsed, context);
            var roots = new McpRoots(parsed.GetRequiredValue(Roots));
            var tools = new McpTools(roots, SourceOptions.Read(parsed), pricing, ProjectFile.Find(parsed).Detectors,
                PriceOptions.Fingerprint(parsed, pricing), context);
            var port = parsed.GetValue(Http);
            if (port is < 0 or > 65_535) throw new RightsizerException(ExitCode.BadArguments, $"--http {port}: a port is 0 to 65535");
            (port is { } number ? McpServing.OverHttpAsync(roots, tools.All, number, context)
                : McpServing.OverStreamsAsync(roots, tools.All, context)).GetAwaiter().GetResult();
            return (int)ExitCode.Ok;
        });
        return command;
    }
}
