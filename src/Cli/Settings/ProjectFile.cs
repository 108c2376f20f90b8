using System.CommandLine;
using System.Runtime.CompilerServices;
using Rightsizer.EventLogParser;

namespace Rightsizer.Cli.Settings;

/// <summary><c>--config FILE</c>, or the <c>.rightsizer.yml</c> nearest above the working folder.</summary>
static class ProjectFile
{
    /// <summary>What the file is called where it is looked for.</summary>
    public const string Name = ".rightsizer.yml";

    const string NoFile = "none";
    const int MostBytes = 1 << 20;

    /// <summary>Every command that prices or diagnoses takes it.</summary>
    public static readonly Option<string?> Option = new("--config")
    {
        HelpName = "FILE",
        Description = $"Settings of the project: region, prices, owners, findings that are off. Default: {Name} in this folder or above; "
            + $"\"{NoFile}\" reads none.",
    };

    static readonly ConditionalWeakTable<ParseResult, ProjectSettings> Read = [];

    /// <summary>Of the command that was given; the file is read once.</summary>
    /// <exception cref="RightsizerException">The file cannot be read or says something unknown.</exception>
    public static ProjectSettings Find(ParseResult parsed) => Read.GetValue(parsed, Load);

    /// <summary>What a process elsewhere has to be given to have the same settings.</summary>
    public static string Handed(ParseResult parsed) => Find(parsed).File ?? NoFile;

    static ProjectSettings Load(ParseResult parsed)
    {
        var given = parsed.GetResult(Option) is null ? null : parsed.GetValue(Option);
        if (given == NoFile) return ProjectSettings.None;
        var file = given is null ? Find(Directory.GetCurrentDirectory()) : Path.GetFullPath(given);
        return file is null ? ProjectSettings.None : ProjectSettingsReader.Parse(file, Text(file));
    }

    /// <summary>The nearest file, from the folder upward.</summary>
    internal static string? Find(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
        {
            var file = Path.Combine(at.FullName, Name);
            if (File.Exists(file)) return file;
        }
        return null;
    }

    static string Text(string file) => new FileInfo(file) is { Exists: true, Length: > MostBytes }
        ? throw new RightsizerException(ExitCode.BadArguments, $"{file}: larger than 1 MiB; this is no file of settings")
        : OptionFile.ReadText(file, "--config");
}
