using System.Globalization;

namespace Rightsizer.Analyzer.Answers.Fleet.State;

/// <summary>UTC days as a state writes them: 2026-11-21.</summary>
static class StateDay
{
    const string Form = "yyyy-MM-dd";

    public static string Day(long epochMs) => Write(DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(epochMs).UtcDateTime));

    public static string Write(DateOnly day) => day.ToString(Form, CultureInfo.InvariantCulture);

    public static DateOnly? Parse(string text) =>
        DateOnly.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
