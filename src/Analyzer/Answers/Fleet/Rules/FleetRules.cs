using System.Text.Json;
using System.Text.Json.Serialization;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Facts;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Answers.Fleet.Rules;

/// <summary>Who owns a run, and which job it is: the first rule that says so counts, for owner, team and job apart.</summary>
public sealed class FleetRules
{
    const string Unknown = "(unknown)";

    readonly IReadOnlyList<FleetRule> rules;

    FleetRules(IReadOnlyList<FleetRule> rules) => this.rules = rules;

    public static FleetRules None { get; } = new([]);

    /// <summary>Reads {"rules": [...]}.</summary>
    /// <exception cref="RightsizerException">The text is no such document.</exception>
    public static FleetRules Parse(string name, string json)
    {
        try
        {
            JsonLists.RefuseNulls(json);
            var file = JsonSerializer.Deserialize(json, RulesJson.Default.RulesFile) ?? throw new JsonException("empty");
            for (var i = 0; i < file.Rules.Count; i++)
            {
                var rule = file.Rules[i];
                if (rule.Owner is null && rule.Team is null && rule.Job is null && rule.BudgetUsdAWeek is null)
                    throw Bad(FormattableString.Invariant($"{name}: rules[{i}]: names neither owner, team, job nor budgetUsdAWeek"));
                if (rule.BudgetUsdAWeek is <= 0)
                    throw Bad(FormattableString.Invariant($"{name}: rules[{i}]: budgetUsdAWeek must be above 0"));
            }
            return new FleetRules(file.Rules);
        }
        catch (JsonException e)
        {
            throw Bad($"{name}: not a file of "
                + $"rules{(e.LineNumber is { } line ? FormattableString.Invariant($" (line {line + 1})") : "")}: "
                + $"{What(e)}; docs/fleet.md describes it", e);
        }
    }

    /// <summary>Without the names of our own types, which tell nobody which key it is.</summary>
    static string What(JsonException e) => e.Message.Contains(nameof(Rightsizer), StringComparison.Ordinal)
        ? $"an unknown key, or a value of another kind, at {e.Path}" : e.Message.Split(" Path:")[0].TrimEnd('.');

    static RightsizerException Bad(string message, Exception? inner = null) => new(ExitCode.BadArguments, message, inner);

    /// <summary>By the rules, else by tags owner= and team=, else the application's user.</summary>
    public (string Owner, string? Team, string Job) Of(RunSummary run)
    {
        string? owner = null, team = null, job = null;
        foreach (var rule in rules)
        {
            if (rule.Match is { } match && !match.Matches(run)) continue;
            owner ??= rule.Owner;
            team ??= rule.Team;
            job ??= rule.Job;
        }
        owner ??= TagOf(run, "owner=") ?? run.App?.User ?? Unknown;
        return (owner, team ?? TagOf(run, "team="), job ?? JobOf(run));
    }

    /// <summary>What the run's job may cost in seven days, by the first rule that says so; null where none does.</summary>
    internal decimal? WeeklyBudgetOf(RunSummary run) =>
        rules.FirstOrDefault(r => r.BudgetUsdAWeek is not null && r.Match?.Matches(run) != false)?.BudgetUsdAWeek;

    /// <summary>The name without dates and ids; where it says nothing, the plan tells one job from another.</summary>
    static string JobOf(RunSummary run)
    {
        var name = RecurringName.Parse(run.App?.Name);
        if (!RecurringName.IsGeneric(name)) return name;
        if (run.App?.MainClass is { } main) return name + " " + RecurringName.Parse(main);
        return run.PlanFingerprint is { } plan ? $"{name} (plan {plan[..6]})" : name;
    }

    static string? TagOf(RunSummary run, string prefix) =>
        run.App?.Tags.FirstOrDefault(
            t => t.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && t.Length > prefix.Length)?[prefix.Length..];
}

/// <summary>One rule; a rule without match fits every run.</summary>
public sealed record FleetRule
{
    public RuleMatch? Match { get; init; }
    public string? Owner { get; init; }
    public string? Team { get; init; }

    /// <summary>Name under which the runs count as one job.</summary>
    public string? Job { get; init; }

    /// <summary>The most that each job of these runs may cost in seven days; a number in quotes as well, as YAML hands it on.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public decimal? BudgetUsdAWeek { get; init; }
}

/// <summary>All that are given must fit. Patterns: * is any text, ? any letter; case counts.</summary>
public sealed record RuleMatch
{
    /// <summary>Application's name.</summary>
    public string? Name { get; init; }
    public string? User { get; init; }
    public string? Queue { get; init; }

    /// <summary>One of the run's tags, such as "team=orders" or "airflow_dag=*".</summary>
    public string? Tag { get; init; }

    /// <summary>Main class or script.</summary>
    public string? Pipeline { get; init; }
    public string? Platform { get; init; }

    /// <summary>Where the log lies.</summary>
    public string? Uri { get; init; }

    internal bool Matches(RunSummary run) =>
        Fits(Name, run.App?.Name) && Fits(User, run.App?.User) && Fits(Queue, run.App?.Queue) && Fits(Pipeline, run.App?.MainClass)
        && Fits(Platform, run.Platform) && Fits(Uri, run.Key.Uri)
        && (Tag is null || run.App?.Tags.Any(t => Pattern.Matches(Tag, t)) == true);

    static bool Fits(string? pattern, string? text) => pattern is null || text is not null && Pattern.Matches(pattern, text);
}

/// <summary>Patterns of * and ?, without the surprises of regular expressions.</summary>
static class Pattern
{
    /// <summary>In time of pattern times text at most.</summary>
    public static bool Matches(string pattern, string text)
    {
        int p = 0, t = 0, star = -1, mark = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*') (star, mark) = (p++, t);
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == text[t])) (p, t) = (p + 1, t + 1);
            else if (star >= 0) (p, t) = (star + 1, ++mark);
            else return false;
        }
        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }
}

sealed record RulesFile(IReadOnlyList<FleetRule> Rules);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RulesFile))]
sealed partial class RulesJson : JsonSerializerContext;
