using Rightsizer.EventLogParser;

namespace Rightsizer.Aws.ByIds;

/// <summary>One service's way from ids to event logs and to what ran them.</summary>
interface IJobFinder
{
    /// <summary>The one application or job run that an address names.</summary>
    /// <exception cref="RightsizerException">It is unknown, has no log, or the address names several applications.</exception>
    FoundJob Find(JobAddress address);

    /// <summary>All that an address names, in the period where it names no cluster.</summary>
    /// <exception cref="RightsizerException">Nothing has a log.</exception>
    IEnumerable<FoundJob> FindAll(JobAddress address, JobPeriod period);
}
