namespace Rightsizer.Analyzer.Platforms.EmrOnEks;

/// <summary>Sizes of pods on AWS Fargate, which are what is billed (EKS user guide, "Fargate Pod configuration").</summary>
static class FargateSizes
{
    /// <summary>Fargate adds this to the memory that a pod requests, for Kubernetes' own components; GiB.</summary>
    const decimal KubernetesGib = 0.25m;

    /// <summary>Ascending.</summary>
    static readonly (decimal Vcpu, decimal[] Gib)[] Sizes =
    [
        (0.25m, [0.5m, 1, 2]), (0.5m, Steps(1, 4, 1)), (1, Steps(2, 8, 1)), (2, Steps(4, 16, 1)), (4, Steps(8, 30, 1)),
        (8, Steps(16, 60, 4)), (16, Steps(32, 120, 8)),
    ];

    /// <summary>The smallest size that holds a pod's requests; null where none does.</summary>
    public static (decimal Vcpu, decimal Gib)? Fit(decimal vcpu, decimal gib)
    {
        foreach (var size in Sizes.Where(s => s.Vcpu >= vcpu))
        {
            foreach (var memory in size.Gib)
            {
                if (memory >= gib + KubernetesGib) return (size.Vcpu, memory);
            }
        }
        return null;
    }

    static decimal[] Steps(int from, int to, int step) =>
        [.. Enumerable.Range(0, (to - from) / step + 1).Select(i => (decimal)(from + i * step))];
}
