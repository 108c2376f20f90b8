using System.Text.RegularExpressions;
using Rightsizer.EventLogParser;

namespace Rightsizer.Aws.ByIds;

/// <summary>A cluster or a job run by its ids: emr://, emr-serverless://, emr-containers://, glue://.</summary>
/// <param name="Service">The service that ran it.</param>
/// <param name="Owner">EMR cluster, EMR Serverless application, virtual cluster of EMR on EKS or Glue job; null for all of EMR.</param>
/// <param name="Run">YARN application or job run; null for all of a cluster.</param>
readonly partial record struct JobAddress(JobService Service, string? Owner, string? Run)
{
    const string Emr = "emr://", Serverless = "emr-serverless://", Containers = "emr-containers://", Glue = "glue://";

    /// <summary>True for what <see cref="Parse"/> takes.</summary>
    public static bool Takes(string text) => SchemeOf(text) is not null;

    /// <summary>Checks the form of the ids, so that nothing is asked about what cannot be there.</summary>
    /// <exception cref="RightsizerException">An id is missing or has another form.</exception>
    public static JobAddress Parse(string text)
    {
        var scheme = SchemeOf(text) ?? throw new ArgumentException("not an address of a job", nameof(text));
        var ids = text[scheme.Length..].TrimEnd('/');
        switch (scheme)
        {
            case Emr:
                if (ids.Length == 0) return new JobAddress(JobService.Emr, null, null);
                if (EmrIds().Match(ids) is { Success: true } emr)
                    return new JobAddress(JobService.Emr, emr.Groups[1].Value, emr.Groups[2].Success ? emr.Groups[2].Value : null);
                throw Wrong(text, "emr://j-CLUSTER or emr://j-CLUSTER/application_TIME_NUMBER");
            case Serverless:
                if (ServerlessIds().Match(ids) is { Success: true } run)
                    return new JobAddress(JobService.Serverless, run.Groups[1].Value, run.Groups[2].Value);
                throw Wrong(text, "emr-serverless://APPLICATION/JOBRUN, both as the console shows them, such as 00f1abc2def34567");
            case Containers:
                if (ServerlessIds().Match(ids) is { Success: true } pods)
                    return new JobAddress(JobService.Containers, pods.Groups[1].Value, pods.Groups[2].Value);
                throw Wrong(text, "emr-containers://VIRTUALCLUSTER/JOBRUN, both as the console shows them, such as 0000000abc2def34567");
            default:
                // a job may have slashes in its name, a job run has none
                if (GlueIds().Match(ids) is { Success: true } glue)
                    return new JobAddress(JobService.Glue, glue.Groups[1].Value, glue.Groups[2].Value);
                throw Wrong(text, "glue://JOB/jr_JOBRUN");
        }
    }

    public override string ToString() => Service switch
    {
        JobService.Emr => Emr + Owner + (Run is null ? "" : "/" + Run),
        JobService.Serverless => $"{Serverless}{Owner}/{Run}",
        JobService.Containers => $"{Containers}{Owner}/{Run}",
        _ => $"{Glue}{Owner}/{Run}",
    };

    static RightsizerException Wrong(string text, string form) => new(ExitCode.BadArguments, $"{text}: not the ids of a job; write {form}");

    static string? SchemeOf(string text) =>
        new[] { Emr, Serverless, Containers, Glue }.FirstOrDefault(s => text.StartsWith(s, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"^(j-[0-9A-Z]{6,32})(?:/(application_\d{10,16}_\d{4,10}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex EmrIds();

    [GeneratedRegex(@"^([0-9a-z]{6,64})/([0-9a-z]{6,64})$", RegexOptions.CultureInvariant)]
    private static partial Regex ServerlessIds();

    [GeneratedRegex(@"^([^\p{C}]{1,255})/(jr_[0-9a-z]{6,200}(?:_attempt_\d{1,4})?)$", RegexOptions.CultureInvariant)]
    private static partial Regex GlueIds();
}
