using ZstdSharp.Unsafe;

namespace Rightsizer.EventLogParser.Tests.Codecs.Zstd;

/// <summary>The encoder of ZstdSharp, a port of libzstd, with the parameters that shape a frame.</summary>
static unsafe class ZstdEncoder
{
    public static byte[] Encode(byte[] plain, int level, int windowLog = 0, bool checksum = false)
    {
        var context = Methods.ZSTD_createCCtx();
        try
        {
            Methods.ZSTD_CCtx_setParameter(context, ZSTD_cParameter.ZSTD_c_compressionLevel, level);
            Methods.ZSTD_CCtx_setParameter(context, ZSTD_cParameter.ZSTD_c_windowLog, windowLog);
            Methods.ZSTD_CCtx_setParameter(context, ZSTD_cParameter.ZSTD_c_checksumFlag, checksum ? 1 : 0);
            Methods.ZSTD_CCtx_setParameter(context, ZSTD_cParameter.ZSTD_c_enableLongDistanceMatching, windowLog > 24 ? 1 : 0);
            // As a stream, so that the frame has a window and no content size, like Spark's.
            var stored = new byte[plain.Length + plain.Length / 64 + 4096];
            fixed (byte* from = plain, to = stored)
            {
                var target = new ZSTD_outBuffer_s { dst = to, size = (nuint)stored.Length };
                var source = new ZSTD_inBuffer_s { src = from };
                while (source.size < (nuint)plain.Length)
                {
                    source.size = Math.Min((nuint)plain.Length, source.size + 50_000);
                    while (source.pos < source.size)
                        Methods.ZSTD_compressStream2(context, &target, &source, ZSTD_EndDirective.ZSTD_e_continue);
                }
                while (Methods.ZSTD_compressStream2(context, &target, &source, ZSTD_EndDirective.ZSTD_e_end) != 0) { }
                return stored[..(int)target.pos];
            }
        }
        finally
        {
            Methods.ZSTD_freeCCtx(context);
        }
    }
}
