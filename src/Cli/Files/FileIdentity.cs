using System.Runtime.InteropServices;
using System.Text;

namespace Rightsizer.Cli.Files;

/// <summary>
/// Equal for two paths of one file or folder: through links everywhere; on Linux also through hard links and a folder that is mounted
/// twice.
/// </summary>
/// <param name="Device">Of the file system; 0 where <paramref name="Path"/> decides.</param>
/// <param name="Inode">Number of the file in it.</param>
/// <param name="Path">Path without links where the system gives no numbers; else null.</param>
readonly record struct FileIdentity(ulong Device, ulong Inode, string? Path)
{
    const int CurrentFolder = -100, FollowLinks = 0, BytesOfStatx = 256, InodeAt = 32, DeviceMajorAt = 136, DeviceMinorAt = 140;
    const uint WantInode = 0x100;

    /// <summary>Null where nothing is there, or it cannot be looked at.</summary>
    public static FileIdentity? Of(string path)
    {
        if (OperatingSystem.IsLinux() && FromSystem(path, out var found)) return found;
        try
        {
            if (!File.Exists(path) && !Directory.Exists(path)) return null;
            var real = RealPath.Resolve(path);
            // one more refusal is better than a log that is gone
            return new FileIdentity(0, 0, OperatingSystem.IsLinux() ? real : real.ToUpperInvariant());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <returns>False where the C library has no statx.</returns>
    static bool FromSystem(string path, out FileIdentity? identity)
    {
        identity = null;
        var result = new byte[BytesOfStatx];
        try
        {
            if (statx(CurrentFolder, Encoding.UTF8.GetBytes(path + "\0"), FollowLinks, WantInode, result) != 0) return true;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
        identity = new FileIdentity(
            (ulong)BitConverter.ToUInt32(result, DeviceMajorAt) << 32 | BitConverter.ToUInt32(result, DeviceMinorAt),
            BitConverter.ToUInt64(result, InodeAt), null);
        return true;
    }

    /// <summary>The only call of Linux that tells a file's numbers in one form on every processor.</summary>
    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    static extern int statx(int folder, byte[] path, int flags, uint mask, byte[] result);
}
