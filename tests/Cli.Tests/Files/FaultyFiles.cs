using Rightsizer.Cli.Files;

namespace Rightsizer.Cli.Tests.Files;

/// <summary>How the disk lets a program down.</summary>
enum Fault
{
    /// <summary>Nothing can be created or written from the n-th step on; files can be removed.</summary>
    DiskFull,

    /// <summary>The process is gone before its n-th step ends: half of what it wrote is there, and nothing is tidied up.</summary>
    Killed,

    /// <summary>The n-th step alone fails.</summary>
    Once,

    /// <summary>Nothing can be changed.</summary>
    ReadOnly,
}

/// <summary>The disk, until the n-th step of writing.</summary>
/// <param name="at">Number of the step that fails, from 1.</param>
/// <param name="fault">How.</param>
sealed class FaultyFiles(int at, Fault fault) : IOutputFiles
{
    /// <summary>No program can catch this one: <see cref="Fault.Killed"/>.</summary>
    public sealed class KilledException : Exception;

    public int Steps { get; private set; }

    public Stream CreateNew(string path)
    {
        Step(path);
        return new Written(DiskFiles.Instance.CreateNew(path), this);
    }

    public void Sync(Stream stream)
    {
        Step("sync");
        DiskFiles.Instance.Sync(((Written)stream).Inner);
    }

    public void Move(string from, string to)
    {
        Step(to);
        DiskFiles.Instance.Move(from, to);
    }

    public void Delete(string path)
    {
        if (fault != Fault.DiskFull) Step(path);
        DiskFiles.Instance.Delete(path);
    }

    public void CreateFolder(string path)
    {
        if (!Directory.Exists(path)) Step(path);
        DiskFiles.Instance.CreateFolder(path);
    }

    public void MoveFolder(string from, string to)
    {
        Step(to);
        DiskFiles.Instance.MoveFolder(from, to);
    }

    public void DeleteFolder(string path)
    {
        if (fault != Fault.DiskFull) Step(path);
        DiskFiles.Instance.DeleteFolder(path);
    }

    void Step(string what)
    {
        Steps++;
        if (fault == Fault.ReadOnly) throw new UnauthorizedAccessException($"Access to the path '{what}' is denied.");
        if (Steps < at || fault == Fault.Once && Steps > at) return;
        throw fault == Fault.Killed ? new KilledException() : new IOException("No space left on device");
    }

    sealed class Written(Stream inner, FaultyFiles files) : Stream
    {
        public Stream Inner => inner;
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => inner.Length;
        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            try
            {
                files.Step("write");
            }
            catch
            {
                inner.Write(buffer[..(buffer.Length / 2)]);
                inner.Flush();
                throw;
            }
            inner.Write(buffer);
        }

        public override void Flush() => inner.Flush();
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
