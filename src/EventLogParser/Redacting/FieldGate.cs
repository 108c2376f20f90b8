using System.Globalization;
using System.Text.RegularExpressions;

namespace Rightsizer.EventLogParser.Redacting;

/// <summary>What becomes of a string, by the field of the event that it stands in.</summary>
static partial class FieldGate
{
    /// <summary>A map of settings: its keys are names of settings, and decide what may stay of the values.</summary>
    public static bool IsSettings(string field) => field is "Spark Properties" or "Hadoop Properties" or "System Properties" or "Properties"
        or "modifiedConfigs" or "Metrics Properties";

    /// <summary>
    /// What a task added to an accumulator. An accumulator of Spark's own has a known name; what a user counts may be anything.
    /// </summary>
    public static bool IsAmount(string field) => field is "Value" or "Update";

    /// <summary>
    /// A property's name outside of a map of settings. A jar's keeps the processor that it was built for, and that it is Spark's own core:
    /// from both follows what has no arm64 build.
    /// </summary>
    public static string Key(string key)
    {
        if (KnownWords.Instance.HasPhrase(key)) return key;
        const string processor = "linux-x86_64", core = "spark-core_";
        var kept = Dotted(key);
        var file = key.LastIndexOf('/') + 1;
        if (key.AsSpan(file).StartsWith(core))
        {
            var at = kept.LastIndexOf('/') + 1;
            if (!kept.AsSpan(at).StartsWith(core)) kept = kept.Insert(at, core);
        }
        return key.AsSpan(file).Contains(processor, StringComparison.Ordinal) && !kept.Contains(processor, StringComparison.Ordinal)
            ? $"{kept}-{processor}" : kept;
    }

    /// <summary>A setting's name: one that is not known loses the parts that are not.</summary>
    public static string SettingKey(string key) => KnownWords.Instance.HasSetting(key) ? key : Dotted(key);

    /// <param name="field">The property it is the value of, or whose array it stands in.</param>
    /// <param name="text">The value.</param>
    public static string Value(string field, string text) => text.Length == 0 ? text : field switch
    {
        "App Name" or "appName" => AppName(text),
        "User" or "userName" or "userId" or "USER" => StandIn.Create("user", text),
        "Host" or "Host Name" or "hostId" or "hostPort" or "NM_HOST" => Host(text),
        "App ID" or "appId" => AppId(text),
        "Executor ID" or "executorId" => IsCount(text) || text == "driver" || text == "<driver>" ? text : StandIn.Create("executor", text),
        "Block ID" => Block().IsMatch(text) ? text : StandIn.Create("block", text),
        "jobTag" or "jobTags" => StandIn.Create("name", text),
        "sessionId" => StandIn.Create("session", text),
        "operationId" => StandIn.Create("operation", text),
        "statementText" => StandIn.Create("plan", text),
        // of a command the text alone says which table it writes
        "physicalPlanDescription" => text.Contains("Execute ", StringComparison.Ordinal) ? TextGate.Redact(text)
            : StandIn.Create("plan", text),
        "description" => JobText.Description(text),
        "Value" or "Update" when IsFigure(text) => text,
        "Spark Version" or "Java Version" or "Scala Version" when Version().IsMatch(text) => text,
        "App Attempt ID" when IsCount(text) => text,
        "timestamp" when Instant().IsMatch(text) => text,
        "name" or "Name" or "metricType" when KnownWords.Instance.HasPhrase(text) => text,
        _ => TextGate.Redact(text),
    };

    /// <summary>The value of a setting.</summary>
    public static string SettingValue(string key, string value)
    {
        if (value.Length == 0 || value is "true" or "false") return value;
        if (SecretSetting.IsPerhaps(key)) return SecretSetting.HiddenBySpark;
        switch (key)
        {
            case "spark.app.name" or "spark.yarn.app.name": return AppName(value);
            case "spark.app.id": return AppId(value);
            case "user.name" or "spark.yarn.principal": return StandIn.Create("user", value);
            case "spark.driver.host" or "spark.driver.bindAddress": return Host(value);
            case "spark.job.description": return JobText.Description(value);
            case "spark.job.tags" or "spark.yarn.tags":
                return string.Join(',', value.Split(',').Select(t => t.Length == 0 ? t : StandIn.Create("name", t)));
            case "spark.jobGroup.id": return JobText.Group(value);
            case "spark.glue.JOB_RUN_ID" when GlueRun().IsMatch("-" + value): return value;
            case "spark.yarn.queue" or "spark.scheduler.pool"
                or "spark.kubernetes.namespace":
                return value == "default" ? value : StandIn.Create("name", value);
        }
        // a number says nothing of a person where it is the value of a setting that Spark reads; else it may be anything
        if (Quantity().IsMatch(value) && KnownWords.Instance.HasSetting(key)) return value;
        if (key == "spark.glue.GLUE_VERSION" && Version().IsMatch(value)) return value;
        return TextGate.Redact(value);
    }

    /// <summary>
    /// Names of examples and those that say nothing stay, and what tells that people work in a session. Runs of one job get one stand-in,
    /// so that they are one job in redacted logs too: the day and the number in their names are not in it.
    /// </summary>
    public static string AppName(string name)
    {
        if (name is "Spark Pi" or "SparkSQL" or "pyspark-shell") return name;
        var recurring = RecurringName.Parse(name);
        if (SessionNames.Find(name) is { Prefix: var prefix })
        {
            // the beginning is told as a whole word
            return recurring.Length <= prefix.Length ? prefix
                : prefix + (char.IsLetterOrDigit(prefix[^1]) ? "-" : "") + StandIn.Create("app", recurring);
        }
        if (RecurringName.IsGeneric(recurring)) return recurring;
        var rest = GlueRun().Match(name) is { Success: true } run ? run.Value : RecurringName.IsShell(recurring) ? "-shell" : "";
        return StandIn.Create("app", recurring) + rest;
    }

    /// <summary>The domain stays where AWS names its region, the port where there is one.</summary>
    static string Host(string host)
    {
        if (host is "localhost" or "driver") return host;
        var colon = host.LastIndexOf(':');
        var hasPort = colon > 0 && colon == host.IndexOf(':', StringComparison.Ordinal) && Port().IsMatch(host.AsSpan(colon));
        var port = hasPort ? host[colon..] : "";
        var name = host[..(host.Length - port.Length)];
        var domain = Ec2Domain().Match(name) is { Success: true } m
            && (m.Groups[1].Length == 0 || KnownWords.Instance.HasWord(m.Groups[1].Value)) ? m.Value : "";
        return StandIn.Create("host", name.AsSpan(0, name.Length - domain.Length)) + domain + port;
    }

    /// <summary>The form stays: it tells the cluster manager. YARN's numbers tell how old the cluster was.</summary>
    static string AppId(string id)
    {
        if (YarnId().IsMatch(id)) return id;
        foreach (var prefix in (ReadOnlySpan<string>)["application_", "app-", "local-", "spark-"])
        {
            if (id.StartsWith(prefix, StringComparison.Ordinal)) return prefix + StandIn.Hash(id);
        }
        return ServerlessRun().IsMatch(id) ? "00" + StandIn.Hash(id) : StandIn.Create("id", id);
    }

    static string Dotted(string key)
    {
        var steps = key.Split('.');
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i].Length > 1 && !KnownWords.Instance.HasSettingStep(steps[i])) steps[i] = TextGate.Redact(steps[i]);
        }
        return string.Join('.', steps);
    }

    static bool IsCount(string text) => text.Length <= 9 && text.All(char.IsAsciiDigit);

    static bool IsFigure(string text) => text.Length <= 24
        && double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture, out _);

    [GeneratedRegex(@"^(?:rdd|broadcast|shuffle|shuffle_data|shuffle_index|taskresult|input|cache|python)"
        + @"(?:_[0-9]{1,9}){1,4}(?:_piece[0-9]{1,6})?$")]
    private static partial Regex Block();

    [GeneratedRegex(@"^[0-9]{1,3}(?:\.[0-9]{1,3}){1,3}(?:[-_+.](?:amzn|SNAPSHOT|b|rc|preview)?-?[0-9]{0,3})?$")]
    private static partial Regex Version();

    /// <summary>A time as streaming queries write it.</summary>
    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z\z", RegexOptions.CultureInvariant)]
    private static partial Regex Instant();

    [GeneratedRegex(@"^-?[0-9]{1,15}(?:\.[0-9]{1,6})?\s?(?:b|k|kb|m|mb|g|gb|t|tb|kib|mib|gib|s|ms|us|min|h|d|x|%)?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Quantity();

    [GeneratedRegex("^:[0-9]{1,5}$")]
    private static partial Regex Port();

    [GeneratedRegex(@"\.(?:ec2|([a-z]{2}(?:-[a-z]+){1,2}-[0-9])\.compute)\.(?:internal|amazonaws\.com)$")]
    private static partial Regex Ec2Domain();

    [GeneratedRegex("^application_1[0-9]{12}_[0-9]{4,6}$")]
    private static partial Regex YarnId();

    [GeneratedRegex("^00[a-z0-9]{10,18}$")]
    private static partial Regex ServerlessRun();

    /// <summary>The id of a Glue job run, which tells the run's capacity where a cluster file has it: nativespark-JOB-jr_ID.</summary>
    [GeneratedRegex("-jr_[0-9a-f]{16,80}$")]
    private static partial Regex GlueRun();
}
