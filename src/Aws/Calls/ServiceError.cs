using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace Rightsizer.Aws.Calls;

/// <summary>A service said no and another try will not change its mind.</summary>
sealed class ServiceRefusal(ServiceError error, string message) : Exception(message)
{
    public ServiceError Error { get; } = error;

    public string Code => Error.Code;
}

/// <summary>An answer that is no success: JSON with "__type" or a header that names it, or XML with Code and Message.</summary>
sealed record ServiceError(string Code, string Message, int HttpStatus)
{
    /// <param name="answer">Its body.</param>
    /// <param name="httpStatus">Its status.</param>
    /// <param name="typeHeader">x-amzn-ErrorType, by which REST services name the error: "ResourceNotFoundException:http://...".</param>
    public static ServiceError Read(byte[] answer, int httpStatus, string? typeHeader = null)
    {
        var (code, message) = Json(answer, typeHeader?.Split(':')[0]) ?? Xml(answer) ?? (typeHeader?.Split(':')[0] ?? "", "");
        return new ServiceError(code, message.ReplaceLineEndings(" ").TrimEnd('.'), httpStatus);
    }

    /// <summary>The same request may succeed a moment later.</summary>
    public bool IsTransient => HttpStatus >= 500 || HttpStatus == 429
        || Code is "ThrottlingException" or "Throttling" or "TooManyRequestsException" or "RequestLimitExceeded" or "InternalErrorException"
        or "InternalError" or "Unavailable";

    /// <summary>What happened and what to do.</summary>
    /// <param name="needs">Which permissions the calls need.</param>
    public string Explain(string needs) => Code switch
    {
        "UnrecognizedClientException" or "InvalidClientTokenId" or "AuthFailure" =>
            $"the access key is not known, or not for this region ({Code}); check the credentials",
        "InvalidSignatureException" or "SignatureDoesNotMatch" =>
            $"the secret key is wrong, or this machine's clock is ({Code}); check the credentials",
        "ExpiredTokenException" or "ExpiredToken" or "RequestExpired" =>
            $"the credentials have expired ({Code}); log in again or renew the session",
        "AccessDeniedException" or "UnauthorizedOperation" or "AccessDenied" =>
            $"access denied ({Code}); {needs}",
        "OptInRequired" => "the region is not enabled for this account (OptInRequired)",
        "ThrottlingException" or "Throttling" or "TooManyRequestsException" or "RequestLimitExceeded" =>
            $"the service asked to slow down and did not recover ({Code}); try again later",
        "" => $"HTTP {HttpStatus}",
        _ => $"{Message} ({Code}, HTTP {HttpStatus})",
    };

    static (string, string)? Json(byte[] answer, string? typeOfHeader)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || (Text(document.RootElement, "__type") ?? typeOfHeader) is not { } type) return null;
            // "com.amazonaws.pricing#ThrottlingException" of some services
            return (type[(type.LastIndexOf('#') + 1)..],
                Text(document.RootElement, "message") ?? Text(document.RootElement, "Message") ?? "");
        }
        catch (JsonException)
        {
            return null;
        }

        static string? Text(JsonElement at, string name) =>
            at.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.String ? v.GetString() : null;
    }

    static (string, string)? Xml(byte[] answer)
    {
        try
        {
            var error = XDocument.Parse(Encoding.UTF8.GetString(answer)).Descendants().FirstOrDefault(e => e.Name.LocalName == "Error");
            return error is null ? null : (error.Element("Code")?.Value ?? "", error.Element("Message")?.Value ?? "");
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
