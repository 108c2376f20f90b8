namespace Rightsizer.EventLogParser;

/// <summary>The names that shells, notebooks and servers give to the applications in which people work.</summary>
public static class SessionNames
{
    /// <value>The beginning of a name, and what kind of session has it: shell, sql, thrift, connect, livy or notebook.</value>
    public static IReadOnlyList<(string Prefix, string Kind)> All { get; } =
    [
        ("Spark shell", "shell"), ("PySparkShell", "shell"), ("SparkR", "shell"), ("SparkSQL::", "sql"),
        ("Thrift JDBC/ODBC Server", "thrift"), ("Spark Connect server", "connect"),
        ("livy-session-", "livy"), ("Zeppelin", "notebook"), ("Databricks Shell", "notebook"), ("jupyter", "notebook"),
    ];

    /// <summary>
    /// The entry that a name begins with, in any case and as a whole word; null for the name of work with an end, such as "SparkRunner".
    /// </summary>
    public static (string Prefix, string Kind)? Find(string name)
    {
        foreach (var entry in All)
        {
            var (prefix, next) = (entry.Prefix, entry.Prefix.Length);
            if (!name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) continue;
            if (name.Length == next || !char.IsLetterOrDigit(prefix[^1]) || !char.IsLetterOrDigit(name[next])) return entry;
        }
        return null;
    }
}
