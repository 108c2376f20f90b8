using System.Globalization;

namespace Rightsizer.Benchmarks.Generator;

/// <summary><c>generate [--mb N] [--layout L] [--codec C] [--seed N] FILE</c></summary>
static class GenerateCommand
{
    const string Usage =
        "generate [--mb 1000] [--layout default|lean|wide|awkward|failures|spark24] [--codec plain|zstd|lz4] [--seed 1] FILE";

    public static int Run(string[] args)
    {
        long megabytes = 1000;
        var layout = LogLayout.Default;
        var codec = "plain";
        var seed = 1;
        string? file = null;
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--mb" when i + 1 < args.Length: megabytes = long.Parse(args[++i], CultureInfo.InvariantCulture); break;
                case "--layout" when i + 1 < args.Length && LogLayout.Named(args[i + 1]) is { } named: layout = named; i++; break;
                case "--codec" when i + 1 < args.Length && args[i + 1] is "plain" or "zstd" or "lz4": codec = args[++i]; break;
                case "--seed" when i + 1 < args.Length: seed = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
                case var name when file is null && !name.StartsWith('-'): file = name; break;
                default: return Fail(args[i]);
            }
        }
        if (file is null) return Fail("no file");
        using var output = LogOutput.Create(file, codec);
        var written = new LogGenerator(output, layout, seed).Write(megabytes * 1_000_000);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{file}: {layout.Name}, {codec}, seed {seed}: {written.Tasks} tasks, {written.Bytes} plain bytes"));
        return 0;
    }

    static int Fail(string what)
    {
        Console.Error.WriteLine($"{what}\nusage: {Usage}");
        return 2;
    }
}
