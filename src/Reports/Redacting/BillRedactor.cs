using Rightsizer.Analyzer.Answers.Fleet.Bills;

namespace Rightsizer.Reports.Redacting;

/// <summary>
/// An invoice without names: clusters, resources and products outside of Spark have stand-ins; amounts and usage types stay.
/// </summary>
static class BillRedactor
{
    public static FleetBill? Redact(FleetBill? bill, Pseudonyms p) => bill is null ? null : bill with
    {
        Runs = [.. bill.Runs.Select(r => r with { Uri = p.Path(r.Uri)!, Job = p.App(r.Job)! })],
        Clusters = [.. bill.Clusters.Select(c => c with { Id = p.Name(c.Id)! })],
        Unmatched = [.. bill.Unmatched.Select(u => u with
        {
            Service = IsOurs(u.Service) ? u.Service : p.Name(u.Service)!,
            UsageType = IsOurs(u.Service) && IsKnown(u.UsageType) ? u.UsageType : p.Name(u.UsageType)!,
            Place = u.Place is "instances" or "volumes" ? u.Place : p.Name(u.Place),
        })],
    };

    static bool IsOurs(string service) => service.Length == 0 || BillServices.All.Any(s => BillServices.Word(s) == service);

    /// <summary>Letters, digits and the marks of AWS's usage types; anything else may be a name that somebody gave.</summary>
    static bool IsKnown(string usageType) => usageType.Length <= 80
        && usageType.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or ':' or '.' or '_' or '/');
}
