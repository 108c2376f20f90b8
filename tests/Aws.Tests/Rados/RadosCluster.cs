using System.Diagnostics;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Rightsizer.Aws.S3;
using Rightsizer.Aws.Tests.S3;
using Rightsizer.TestSupport;

namespace Rightsizer.Aws.Tests.Rados;

/// <summary>
/// A Ceph of one monitor and one disk in memory, with the S3 gateways that tests ask for. Some 12 s and 200 MB; all on loopback.
/// </summary>
public sealed class RadosCluster : IAsyncLifetime
{
    public const string Bucket = "logs", OwnerKey = "AKOWNER", OwnerSecret = "SKOWNER", StrangerKey = "AKSTRANGER",
        StrangerSecret = "SKSTRANGER";

    readonly string folder = Path.Combine(Path.GetTempPath(), "rightsizer-rados-" + Guid.NewGuid().ToString("N"));
    readonly List<Process> processes = [];
    RadosGateway? gateway;

    /// <summary>Null where it can run.</summary>
    public static string? SkipReason { get; } =
        !OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess ? "a Ceph cluster of a test's own wants root on Linux"
        : new[] { "radosgw", "radosgw-admin", "ceph-mon", "ceph-osd", "ceph", "monmaptool" }.FirstOrDefault(
        t => !IsInstalled(t)) is { } missing
            ? $"{missing} is not installed (apt-get install --no-install-recommends radosgw ceph-mon ceph-osd ceph-mgr ceph-common)"
            : null;

    /// <summary>The gateway that all tests share; those that hurt theirs start another.</summary>
    public RadosGateway Gateway => gateway!;

    public async ValueTask InitializeAsync()
    {
        if (SkipReason is not null || !Thoroughness.Full) return;
        foreach (var inner in new[] { "mon", "osd", "log", "rgw", "run" }) Directory.CreateDirectory(Path.Combine(folder, inner));
        var (fsid, osd) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        var monitors = $"[v2:127.0.0.1:{LoopbackListener.FreePort()},v1:127.0.0.1:{LoopbackListener.FreePort()}]";
        // an old monitor's client asks for a secure mode that hangs here, unless told not to
        await File.WriteAllTextAsync(Configuration, $"""
            [global]
            fsid = {fsid}
            mon initial members = a
            mon host = {monitors}
            public addr = 127.0.0.1
            cluster addr = 127.0.0.1
            auth cluster required = none
            auth service required = none
            auth client required = none
            auth supported = none
            ms bind ipv6 = false
            ms mon client mode = crc
            osd pool default size = 1
            osd pool default min size = 1
            osd pool default pg num = 8
            osd pool default pg autoscale mode = off
            osd crush chooseleaf type = 0
            mon allow pool size one = true
            mon max pg per osd = 1000
            osd objectstore = memstore
            memstore device bytes = 4294967296
            osd data = {folder}/osd
            mon data = {folder}/mon
            log file = {folder}/log/$name.log
            admin socket = {folder}/run/$name.$pid.asok
            run dir = {folder}/run
            crash dir = {folder}/log
            [client.rgw]
            rgw data = {folder}/rgw
            rgw dns name = localhost

            """);
        await RunAsync("monmaptool", "--create", "--clobber", "--fsid", fsid, "--addv", "a", monitors, $"{folder}/monmap");
        await RunAsync("ceph-mon", "-i", "a", "--mkfs", "--monmap", $"{folder}/monmap");
        Start("ceph-mon", "-f", "-i", "a");
        await RunAsync("ceph", "osd", "new", osd);
        await RunAsync("ceph-osd", "-i", "0", "--osd-uuid", osd, "--mkfs");
        Start("ceph-osd", "-f", "-i", "0");
        while (!(await RunAsync("ceph", "osd", "stat")).Contains("1 up", StringComparison.Ordinal)) await Task.Delay(200);
        await RunAsync("radosgw-admin", "user", "create", "--uid=owner", "--display-name=owner", $"--access-key={OwnerKey}",
            $"--secret-key={OwnerSecret}");
        await RunAsync("radosgw-admin", "user", "create", "--uid=stranger", "--display-name=stranger", $"--access-key={StrangerKey}",
            $"--secret-key={StrangerSecret}");
        gateway = await StartGatewayAsync();
        await Owner().PutBucketAsync(Bucket);
    }

    /// <summary>One more gateway to the same objects.</summary>
    internal async Task<RadosGateway> StartGatewayAsync(params string[] options)
    {
        var started = new RadosGateway(this, LoopbackListener.FreePort(), options);
        await started.StartAsync();
        return started;
    }

    internal IAmazonS3 Owner() => Client(Gateway, OwnerKey, OwnerSecret);

    internal static IAmazonS3 Client(RadosGateway at, string key, string secret) =>
        S3Clients.Create(new S3Place(at.Endpoint, null, "us-east-1"), new BasicAWSCredentials(key, secret));

    internal async Task PutAsync(string key, byte[] bytes) =>
        await Owner().PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = key, InputStream = new MemoryStream(bytes) });

    internal Process Start(string program, params string[] arguments)
    {
        var process = Process.Start(Command(program, arguments))!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        lock (processes) processes.Add(process);
        return process;
    }

    async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(Command(program, arguments))!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode == 0 ? await output
            : throw new InvalidOperationException($"{program}: exit code {process.ExitCode}: {await error}");
    }

    ProcessStartInfo Command(string program, string[] arguments) => new(program, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["CEPH_CONF"] = Configuration },
    };

    string Configuration => Path.Combine(folder, "ceph.conf");

    static bool IsInstalled(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(p => File.Exists(Path.Combine(p, tool)));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes.AsEnumerable().Reverse())
        {
            if (!process.HasExited) process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
