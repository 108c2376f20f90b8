using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Rightsizer.EventLogParser;

namespace Rightsizer.Aws.S3;

/// <summary>Requests to one store, and the patience with its failures.</summary>
sealed class S3Connection
{
    readonly S3Options options;
    readonly Func<S3Place, IAmazonS3> connect;
    readonly Lock gate = new();
    S3Place place;
    IAmazonS3? client;
    volatile bool hasAnswered;

    public S3Connection(S3Options options, S3Tuning tuning)
    {
        this.options = options;
        Tuning = tuning;
        place = S3Clients.PlaceOf(options);
        AWSCredentials? credentials = null;
        connect = at => S3Clients.Create(at, credentials ??= S3Clients.Credentials(options));
    }

    /// <summary>With clients of the caller's making.</summary>
    internal S3Connection(S3Options options, S3Tuning tuning, S3Place place, Func<S3Place, IAmazonS3> connect)
    {
        this.options = options;
        this.connect = connect;
        this.place = place;
        Tuning = tuning;
    }

    public S3Tuning Tuning { get; }

    public CancellationToken Cancellation => options.Cancellation;

    /// <summary>Asks once for a range of an object, of the version of an ETag; of any where that is null.</summary>
    public async Task<GetObjectResponse> GetAsync(S3Uri what, long firstByte, long lastByte, string? etag, CancellationToken cancellation)
    {
        var request = new GetObjectRequest
        {
            BucketName = what.Bucket,
            Key = what.Key.StartsWith('/') ? "/" + what.Key : what.Key, // the SDK takes one away
            ByteRange = new ByteRange(firstByte, lastByte),
            EtagToMatch = etag,
            RequestPayer = Payer,
        };
        var response = await Client().GetObjectAsync(request, cancellation).ConfigureAwait(false);
        hasAnswered = true;
        return response;
    }

    /// <summary>One page of the objects under a prefix.</summary>
    public async Task<ListObjectsV2Response> ListAsync(S3Uri prefix, string? continuation)
    {
        var request = new ListObjectsV2Request
        {
            BucketName = prefix.Bucket,
            Prefix = prefix.Key,
            ContinuationToken = continuation,
            RequestPayer = Payer
        };
        for (var failures = 1; ; failures++)
        {
            using var stall = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            stall.CancelAfter(Tuning.StallTimeout);
            try
            {
                var page = await Client().ListObjectsV2Async(request, stall.Token).ConfigureAwait(false);
                hasAnswered = true;
                return page;
            }
            catch (Exception e) when (!Cancellation.IsCancellationRequested)
            {
                await WaitAfterAsync(e, failures, prefix, Cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Puts an object where there is none yet; one that is there stays as it is.</summary>
    public Task<bool> PutNewAsync(S3Uri what, byte[] content) => RepeatAsync(what, async cancellation =>
    {
        using var body = new MemoryStream(content, writable: false);
        var request = PutOf(what, body, "application/x-ndjson");
        request.IfNoneMatch = "*";
        try
        {
            await Client().PutObjectAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (AmazonServiceException e) when (e.StatusCode == System.Net.HttpStatusCode.PreconditionFailed)
        {
            return false;
        }
        return true;
    });

    /// <summary>Puts an object, over one of the same name.</summary>
    public Task<bool> PutAsync(S3Uri what, byte[] content, string contentType) => RepeatAsync(what, async cancellation =>
    {
        using var body = new MemoryStream(content, writable: false);
        await Client().PutObjectAsync(PutOf(what, body, contentType), cancellation).ConfigureAwait(false);
        return true;
    });

    PutObjectRequest PutOf(S3Uri what, Stream body, string contentType) => new()
    {
        BucketName = what.Bucket,
        Key = what.Key,
        InputStream = body,
        RequestPayer = Payer,
        ContentType = contentType,
        UseChunkEncoding = false, // not every store that speaks S3 takes the chunks apart again
    };

    /// <summary>Removes an object; one that is gone is no failure.</summary>
    public Task<bool> DeleteAsync(S3Uri what) => RepeatAsync(what, async cancellation =>
    {
        await Client().DeleteObjectAsync(
            new DeleteObjectRequest { BucketName = what.Bucket, Key = what.Key, RequestPayer = Payer }, cancellation).ConfigureAwait(false);
        return true;
    });

    async Task<bool> RepeatAsync(S3Uri what, Func<CancellationToken, Task<bool>> ask)
    {
        for (var failures = 1; ; failures++)
        {
            using var stall = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            stall.CancelAfter(Tuning.StallTimeout);
            try
            {
                var answer = await ask(stall.Token).ConfigureAwait(false);
                hasAnswered = true;
                return answer;
            }
            catch (Exception e) when (!Cancellation.IsCancellationRequested)
            {
                await WaitAfterAsync(e, failures, what, Cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Waits before the next try, the longer the more failures came in a row, this one included; throws where there is no hope in one.
    /// </summary>
    /// <exception cref="RightsizerException">Says what went wrong.</exception>
    public async Task WaitAfterAsync(Exception failure, int failures, S3Uri what, CancellationToken cancellation)
    {
        if (failure is RightsizerException) throw failure;
        if (failure is AmazonServiceException { StatusCode: not 0 }) hasAnswered = true;
        if (failures == 1 && MoveTo(S3Errors.TrueRegion(failure))) return;
        var patience = hasAnswered ? Tuning.MaxFailures : Tuning.MaxFailuresBeforeContact;
        if (!S3Errors.IsTransient(failure) || failures >= patience) throw S3Errors.Describe(failure, what, place);

        await Backoff.WaitAsync(Tuning.FirstWait, Tuning.LongestWait, failures, cancellation).ConfigureAwait(false);
    }

    RequestPayer? Payer => options.RequesterPays ? RequestPayer.Requester : null;

    IAmazonS3 Client()
    {
        lock (gate) return client ??= connect(place);
    }

    /// <summary>Asks, and signs for, another region from now on. An endpoint of the user's own is not left.</summary>
    bool MoveTo(string? region)
    {
        if (region is null) return false;
        lock (gate)
        {
            if (region == place.Region) return true; // another request has moved already
            place = place with { Region = region };
            client = null; // requests under way still use the old one
        }
        return true;
    }
}
