namespace Rightsizer.Analyzer.Facts.Clusters;

/// <summary>An EBS volume.</summary>
/// <remarks>
/// <c>Type</c>: gp2, gp3, io1, io2, st1, sc1. <c>SizeGib</c>: AWS bills 1 GiB as 1 GB. <c>Iops</c>: Null is what the type includes.
/// <c>ThroughputMibps</c>: Null is what the type includes.
/// </remarks>
public sealed record EbsVolume(string Type, decimal SizeGib, int? Iops = null, int? ThroughputMibps = null, int Count = 1);
