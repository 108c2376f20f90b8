using Rightsizer.Analyzer.Facts.Clusters;

namespace Rightsizer.Analyzer.Answers.Fleet.Bills;

/// <summary>What cluster files say that helps to join lines and runs with clusters.</summary>
sealed class GivenClusters
{
    public GivenClusters(IReadOnlyList<ClusterFile> files)
    {
        foreach (var file in files.Where(f => f.Id is not null))
        {
            if (file is { CreatedMs: { } created, ReadyMs: { } ready }) Starts[file.Id!] = (created, ready);
            foreach (var instance in file.Instances)
            {
                if (instance.Ec2InstanceId is { } id) OfResource[id] = file.Id!;
                foreach (var volume in instance.VolumeIds) OfResource[volume] = file.Id!;
            }
        }
    }

    /// <summary>Cluster by instance or volume.</summary>
    public Dictionary<string, string> OfResource { get; } = new(StringComparer.Ordinal);

    /// <summary>By cluster: when it was created and when it was ready; YARN's resource manager starts between them.</summary>
    public Dictionary<string, (long CreatedMs, long ReadyMs)> Starts { get; } = new(StringComparer.Ordinal);
}
