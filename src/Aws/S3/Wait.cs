namespace Rightsizer.Aws.S3;

/// <summary>Where the parser, which waits for its bytes, meets the SDK, which never does.</summary>
static class Wait
{
    public static T For<T>(Task<T> task) => task.ConfigureAwait(false).GetAwaiter().GetResult();
}
