namespace Rightsizer.Advice.Trials;

/// <summary>The cluster that a run gets.</summary>
/// <param name="Executors">Executors.</param>
/// <param name="Cores">Cores of each.</param>
/// <param name="MemoryMb">Heap of each, MiB.</param>
/// <param name="Hosts">Workers, each a host of its own; as many as executors by default.</param>
sealed record TrialShape(int Executors, int Cores, int MemoryMb, int? Hosts = null)
{
    public int Workers => Hosts ?? Executors;

    public int CoresOfWorker => Executors * Cores / Workers;

    public int Slots => Executors * Cores;
}
