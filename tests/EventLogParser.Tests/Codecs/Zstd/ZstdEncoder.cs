using System.Runtime.InteropServices;

namespace Rightsizer.EventLogParser.Tests.Codecs.Zstd;

/// <summary>libzstd's own encoder, with the parameters that shape a frame.</summary>
static unsafe partial class ZstdEncoder
{
    const int Level = 100, WindowLog = 101, LongDistance = 160, Checksum = 201;

    public static byte[] Encode(byte[] plain, int level, int windowLog = 0, bool checksum = false)
    {
        var context = ZSTD_createCCtx();
        try
        {
            ZSTD_CCtx_setParameter(context, Level, level);
            ZSTD_CCtx_setParameter(context, WindowLog, windowLog);
            ZSTD_CCtx_setParameter(context, Checksum, checksum ? 1 : 0);
            ZSTD_CCtx_setParameter(context, LongDistance, windowLog > 24 ? 1 : 0);
            // As a stream, so that the frame has a window and no content size, like Spark's.
            var stored = new byte[plain.Length + plain.Length / 64 + 4096];
            fixed (byte* from = plain, to = stored)
            {
                var target = new Buffer { Pointer = to, Size = (nuint)stored.Length };
                var source = new Buffer { Pointer = from };
                while (source.Size < (nuint)plain.Length)
                {
                    source.Size = Math.Min((nuint)plain.Length, source.Size + 50_000);
                    while (source.Position < source.Size) ZSTD_compressStream2(context, &target, &source, 0);
                }
                while (ZSTD_compressStream2(context, &target, &source, 2) != 0) { }
                return stored[..(int)target.Position];
            }
        }
        finally
        {
            ZSTD_freeCCtx(context);
        }
    }

    struct Buffer
    {
        public void* Pointer;
        public nuint Size, Position;
    }

    [LibraryImport("libzstd.so.1")]
    private static partial void* ZSTD_createCCtx();

    [LibraryImport("libzstd.so.1")]
    private static partial nuint ZSTD_freeCCtx(void* context);

    [LibraryImport("libzstd.so.1")]
    private static partial nuint ZSTD_CCtx_setParameter(void* context, int parameter, int value);

    [LibraryImport("libzstd.so.1")]
    private static partial nuint ZSTD_compressStream2(void* context, Buffer* output, Buffer* input, int end);
}
