using Rightsizer.EventLogParser;

namespace Rightsizer.Aws.S3;

/// <summary>All objects under a prefix, page by page, of a store that may answer anything.</summary>
static class S3Listing
{
    /// <summary>Pages in a row that may be empty: S3 gives some where many objects were removed.</summary>
    const int MaxEmptyPages = 1000;

    /// <exception cref="RightsizerException">It cannot be listed, or the store does not answer as S3 does.</exception>
    public static IEnumerable<Amazon.S3.Model.S3Object> Under(S3Connection connection, S3Uri prefix)
    {
        string? continuation = null;
        // S3 lists in the order of the keys, so a page that begins anew is seen
        var last = "";
        for (var empty = 0; ;)
        {
            var page = Wait.For(connection.ListAsync(prefix, continuation));
            var objects = page.S3Objects ?? [];
            foreach (var listed in objects)
            {
                if (listed.Key?.StartsWith(prefix.Key, StringComparison.Ordinal) != true)
                    throw Odd(prefix, "lists a key that is not under the prefix");
                if (string.CompareOrdinal(listed.Key, last) == 0) throw Odd(prefix, "lists a key twice");
                last = listed.Key;
                yield return listed;
            }
            if (page.IsTruncated != true || page.NextContinuationToken is not { Length: > 0 } next) yield break;
            empty = objects.Count == 0 ? empty + 1 : 0;
            if (next == continuation || empty > MaxEmptyPages) throw Odd(prefix, "lists the same page again and again");
            continuation = next;
        }
    }

    static RightsizerException Odd(S3Uri prefix, string what) => new(
        ExitCode.InputUnreadable, $"{prefix}: the store {what}, which S3 does not do; check --endpoint-url");
}
