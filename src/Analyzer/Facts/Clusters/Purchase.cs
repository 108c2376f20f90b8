using System.Text.Json.Serialization;

namespace Rightsizer.Analyzer.Facts.Clusters;

public enum Purchase
{
    [JsonStringEnumMemberName("on-demand")] OnDemand,
    [JsonStringEnumMemberName("spot")] Spot,
}
