using Rightsizer.Aws.Calls;
using Rightsizer.EventLogParser;

namespace Rightsizer.Aws.ByIds;

/// <summary>Words for a service that does not know an id, or says no.</summary>
static class JobRefusals
{
    public static RightsizerException Describe(ServiceRefusal e, JobAddress address, string what, string region) =>
        new(ExitCode.InputUnreadable, e.Code is "InvalidRequestException" or "ResourceNotFoundException" or "EntityNotFoundException"
            ? $"{address}: no such {what} in {region} ({e.Code}: {e.Error.Message}); check the ids, --region and --profile"
            : $"{address}: {e.Message}", e);
}
