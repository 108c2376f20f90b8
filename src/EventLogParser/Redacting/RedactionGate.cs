namespace Rightsizer.EventLogParser.Redacting;

/// <summary>The gate for strings of a log that were kept outside of it, such as in the state of an earlier report.</summary>
public static class RedactionGate
{
    /// <summary>The value of a setting, as far as it is known.</summary>
    public static string? Setting(string? key, string? value) => value is null ? null : FieldGate.SettingValue(key ?? "", value);

    /// <summary>The name of a setting.</summary>
    public static string? SettingKey(string? key) => key is null ? null : FieldGate.SettingKey(key);

    /// <summary>The name of an application: that of its job, which all its runs share.</summary>
    public static string? AppName(string? name) => string.IsNullOrEmpty(name) ? name : FieldGate.AppName(name);

    /// <summary>The id of an application: its form stays.</summary>
    public static string? AppId(string? id) => string.IsNullOrEmpty(id) ? id : FieldGate.Value("App ID", id);

    /// <summary>A version of Spark, as far as it is numbers.</summary>
    public static string Version(string version) => FieldGate.Value("Spark Version", version);

    /// <summary>A text: known words stay.</summary>
    public static string? Text(string? text) => text is null ? null : TextGate.Redact(text);
}
