using System.CommandLine;
using System.CommandLine.Invocation;

namespace Rightsizer.Cli;

/// <summary><c>--version</c>: number and commit.</summary>
sealed class PrintVersion : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine("rightsizer " + ProductVersion.Text);
        return 0;
    }
}
