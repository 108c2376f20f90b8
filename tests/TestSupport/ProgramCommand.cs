namespace Rightsizer.TestSupport;

/// <summary>The program as a user runs it.</summary>
public static class ProgramCommand
{
    /// <summary>
    /// What starts it: the published file where RIGHTSIZER_BINARY names it, which is there in a tenth of the time, else the assembly
    /// beside the test's.
    /// </summary>
    public static string[] Words { get; } = Environment.GetEnvironmentVariable("RIGHTSIZER_BINARY") is { Length: > 0 } native
        ? [Path.GetFullPath(native)] : ["dotnet", Path.Combine(AppContext.BaseDirectory, "rightsizer.dll")];
}
