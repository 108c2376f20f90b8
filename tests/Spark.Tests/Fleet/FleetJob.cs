using System.Diagnostics;
using System.Text;

namespace Rightsizer.Spark.Tests.Fleet;

/// <summary>A job that was submitted.</summary>
sealed class FleetJob : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    readonly Process driver;
    readonly StringBuilder said = new();

    public FleetJob(Process driver)
    {
        this.driver = driver;
        driver.ErrorDataReceived += (_, e) => { lock (said) said.AppendLine(e.Data); };
        // spark-submit prints what the script says on stderr to its own stdout
        driver.OutputDataReceived += (_, e) => { lock (said) said.AppendLine(e.Data); };
        driver.BeginErrorReadLine();
        driver.BeginOutputReadLine();
    }

    public bool HasEnded => driver.HasExited;

    /// <summary>Ends the driver as kill -9 does, Python and JVM.</summary>
    public void Kill()
    {
        driver.Kill(entireProcessTree: true);
        driver.WaitForExit();
    }

    /// <summary>What it said, once it has ended with 0.</summary>
    public string Succeed()
    {
        Assert.True(driver.WaitForExit(Patience), "the job does not end: " + Said);
        driver.WaitForExit();
        Assert.True(driver.ExitCode == 0, $"the job ended with {driver.ExitCode}: {Said}");
        return Said;
    }

    string Said
    {
        get { lock (said) return said.ToString(); }
    }

    public void Dispose()
    {
        if (!driver.HasExited) Kill();
        driver.Dispose();
    }
}
