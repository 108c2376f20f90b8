using System.Text;

namespace Rightsizer.Cli.Tests;

/// <summary>One whole command, in this process, with streams of its own.</summary>
sealed record CliRun(int ExitCode, string Output, string Error)
{
    public static CliRun Of(params string[] args) => Of(new MemoryStream(), CancellationToken.None, args);

    public static CliRun Of(Stream input, CancellationToken cancellation, params string[] args)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var code = RightsizerCli.Run(args, new CliContext
        {
            Output = output,
            Error = error,
            OpenInput = () => input,
            Cancellation = cancellation,
            ProgressAfter = TimeSpan.MaxValue
        });
        return new CliRun(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}
