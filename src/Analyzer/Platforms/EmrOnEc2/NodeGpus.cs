using Rightsizer.Analyzer.Ledgers.Prices;

namespace Rightsizer.Analyzer.Platforms.EmrOnEc2;

/// <summary>
/// GPUs of the instance types that EMR runs (EC2 user guide, accelerated computing instances). Types that are not here have none that is
/// known.
/// </summary>
static class NodeGpus
{
    public static int Find(InstanceType type) => (type.Family, type.Size) switch
    {
        ("g4dn" or "g5" or "g6" or "g6e", "12xlarge") => 4,
        ("g5" or "g6" or "g6e", "24xlarge") => 4,
        ("g5" or "g6" or "g6e", "48xlarge") or ("g4dn", "metal") => 8,
        ("g5g", "16xlarge" or "metal") => 2,
        ("g4dn" or "g5" or "g5g" or "g6" or "g6e" or "gr6", _) => 1,
        ("p3", "2xlarge") => 1,
        ("p3", "8xlarge") => 4,
        ("p3", "16xlarge") or ("p3dn" or "p4d" or "p4de", "24xlarge") or ("p5" or "p5e" or "p5en", "48xlarge") => 8,
        ("g3", "8xlarge") => 2,
        ("g3", "16xlarge") => 4,
        ("g3" or "g3s", _) => 1,
        ("p2", "xlarge") => 1,
        ("p2", "8xlarge") => 8,
        ("p2", "16xlarge") => 16,
        _ => 0,
    };
}
