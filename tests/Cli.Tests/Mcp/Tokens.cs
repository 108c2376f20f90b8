using Microsoft.ML.Tokenizers;

namespace Rightsizer.Cli.Tests.Mcp;

/// <summary>Counts tokens as models of the o200k vocabulary do.</summary>
static class Tokens
{
    static readonly TiktokenTokenizer O200k = TiktokenTokenizer.CreateForEncoding("o200k_base");

    public static int Count(string text) => O200k.CountTokens(text);
}
