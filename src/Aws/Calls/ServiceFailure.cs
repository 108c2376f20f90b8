namespace Rightsizer.Aws.Calls;

/// <summary>An answer that is no success.</summary>
sealed class ServiceFailure(ServiceError error) : Exception(error.Message)
{
    public ServiceError Error { get; } = error;
}
