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

    /// <summary>The entry that a name begins with, in any case; null for the name of work with an end.</summary>
    public static (string Prefix, string Kind)? Find(string name)
    {
        foreach (var entry in All)
        {
            if (name.StartsWith(entry.Prefix, StringComparison.OrdinalIgnoreCase)) return entry;
        }
        return null;
    }
}
