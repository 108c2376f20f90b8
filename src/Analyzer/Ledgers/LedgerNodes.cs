using Rightsizer.Analyzer.Facts.Clusters;

namespace Rightsizer.Analyzer.Ledgers;

/// <summary>Equal nodes that a ledger prices.</summary>
/// <param name="Role">primary, core, task, node.</param>
/// <param name="InstanceType">For example "m5.xlarge".</param>
/// <param name="Count">Nodes.</param>
/// <param name="Purchase">On-Demand or Spot.</param>
public sealed record LedgerNodes(string Role, string InstanceType, int Count, Purchase Purchase);
