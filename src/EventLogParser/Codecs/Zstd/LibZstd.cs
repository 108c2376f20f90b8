using System.Runtime.InteropServices;

namespace Rightsizer.EventLogParser.Codecs.Zstd;

/// <summary>The system's libzstd, where there is one: every Linux, most Macs.</summary>
static unsafe class LibZstd
{
    [StructLayout(LayoutKind.Sequential)]
    public struct Buffer
    {
        public void* Pointer;
        public nuint Size, Position;
    }

    public static readonly delegate* unmanaged<void*> CreateDStream;
    public static readonly delegate* unmanaged<void*, nuint> FreeDStream;
    public static readonly delegate* unmanaged<void*, Buffer*, Buffer*, nuint> DecompressStream;
    static readonly delegate* unmanaged<nuint, uint> isError;
    static readonly delegate* unmanaged<nuint, byte*> getErrorName;

    static LibZstd()
    {
        foreach (var name in (ReadOnlySpan<string>)["libzstd.so.1", "libzstd.1.dylib", "libzstd.dll"])
        {
            if (!NativeLibrary.TryLoad(name, out var library)
                || !NativeLibrary.TryGetExport(library, "ZSTD_createDStream", out var create)
                || !NativeLibrary.TryGetExport(library, "ZSTD_freeDStream", out var free)
                || !NativeLibrary.TryGetExport(library, "ZSTD_decompressStream", out var decompress)
                || !NativeLibrary.TryGetExport(library, "ZSTD_isError", out var error)
                || !NativeLibrary.TryGetExport(library, "ZSTD_getErrorName", out var errorName))
            {
                continue;
            }
            CreateDStream = (delegate* unmanaged<void*>)create;
            FreeDStream = (delegate* unmanaged<void*, nuint>)free;
            DecompressStream = (delegate* unmanaged<void*, Buffer*, Buffer*, nuint>)decompress;
            isError = (delegate* unmanaged<nuint, uint>)error;
            getErrorName = (delegate* unmanaged<nuint, byte*>)errorName;
            IsPresent = true;
            return;
        }
    }

    public static bool IsPresent { get; }

    /// <summary>libzstd's words for a failed call; null for one that went well.</summary>
    public static string? ErrorOf(nuint code) => isError(code) == 0 ? null : Marshal.PtrToStringUTF8((nint)getErrorName(code));
}
