using System.Globalization;
using System.Runtime.InteropServices;
using Rightsizer.Advice.Trials;
using Rightsizer.TestSupport;

// dotnet run -c Release --project tests/Advice.Trials -- [--only WORD]... [--repeat N] [--minutes N] [--lanes N] [--state FOLDER]
//     [--table FILE] [--fresh]
var only = new List<string>();
var (repeat, minutes, lanes, table, fresh) = (3, 25.0, 3, (string?)null, false);
var state = Path.Combine(SharedFolder.RepositoryRoot, "artifacts", "advice-trials");
for (var i = 0; i < args.Length; i++)
{
    string Value() => i + 1 < args.Length ? args[++i] : throw new ArgumentException($"{args[i]} needs a value");
    switch (args[i])
    {
        case "--only": only.Add(Value()); break;
        case "--repeat": repeat = int.Parse(Value(), CultureInfo.InvariantCulture); break;
        case "--minutes": minutes = double.Parse(Value(), CultureInfo.InvariantCulture); break;
        case "--lanes": lanes = int.Parse(Value(), CultureInfo.InvariantCulture); break;
        case "--state": state = Path.GetFullPath(Value()); break;
        case "--table": table = Value(); break;
        case "--fresh": fresh = true; break;
        default: Console.Error.WriteLine($"Unknown option {args[i]}; see docs/advice-trials.md."); return 2;
    }
}
if (TrialBench.Skip is { } reason)
{
    Console.Error.WriteLine(reason);
    return 3;
}
if (fresh && Directory.Exists(state)) Directory.Delete(state, recursive: true);
Directory.CreateDirectory(state);
if (!CpuQuota.IsAvailable)
    Console.Error.WriteLine("warning: no CPU quota here (it needs cgroup v1 and root); executors take what they get");
var trials = TrialCatalog.All
    .Where(t => TrialBench.Has(t) && (only.Count == 0 || only.Any(o => t.Name.Contains(o, StringComparison.Ordinal))))
    .ToList();
var session = new TrialSession(state, TimeSpan.FromMinutes(minutes), lanes, Console.Out);
using var stop = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => session.Stop());
using var cancel = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => session.Stop());
session.Run(trials, repeat);
var tables = TrialTable.Render(state);
Console.WriteLine(tables);
if (table is not null) TrialTable.WriteInto(table, tables);
return 0;
