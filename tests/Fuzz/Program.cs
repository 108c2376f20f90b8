using System.Globalization;
using Rightsizer.Fuzz;

// dotnet run -c Release --project tests/Fuzz -- [--seed N] [--inputs N] [--seconds N] [--target NAME]... [--first N] [--workers N]
//     [--keep FOLDER]
// dotnet run -c Release --project tests/Fuzz -- --folder FOLDER [COMMAND]
if (args is ["--folder", var inputs, ..]) return HandMade.Run(inputs, args.Length > 2 ? args[2] : null, Console.Out);
var settings = new FuzzSettings();
for (var i = 0; i < args.Length; i++)
{
    string Value() => i + 1 < args.Length ? args[++i] : throw new ArgumentException($"{args[i]} needs a value");
    long Number() => long.Parse(Value(), CultureInfo.InvariantCulture);
    switch (args[i])
    {
        case "--seed": settings = settings with { Seed = (int)Number() }; break;
        case "--inputs": settings = settings with { Inputs = Number() }; break;
        case "--seconds": settings = settings with { Time = TimeSpan.FromSeconds(Number()) }; break;
        case "--target": settings = settings with { Targets = [.. settings.Targets, Value()] }; break;
        case "--first": settings = settings with { First = Number() }; break;
        case "--workers": settings = settings with { Workers = (int)Number() }; break;
        case "--keep": settings = settings with { Keep = Path.GetFullPath(Value()) }; break;
        default: Console.Error.WriteLine($"Unknown option {args[i]}; see docs/reliability.md."); return 2;
    }
}
return FuzzRun.Run(settings, Console.Out);
