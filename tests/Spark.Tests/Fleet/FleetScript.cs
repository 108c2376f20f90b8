using System.Diagnostics;
using Rightsizer.TestSupport;

namespace Rightsizer.Spark.Tests.Fleet;

/// <summary>deploy/spark/rightsizer_fleet.py as a Python module; Spark is not needed.</summary>
static class FleetScript
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>What code behind `from rightsizer_fleet import *` prints.</summary>
    public static string Run(string code, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "python3", ["-B", "-c", "import rightsizer_fleet\nfrom rightsizer_fleet import *\n" + code, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.Combine(SharedFolder.RepositoryRoot, "deploy", "spark"),
        };
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        Process? python = null;
        try
        {
            python = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("there is no python3");
        }
        using (python)
        {
            var error = python!.StandardError.ReadToEndAsync();
            var said = python.StandardOutput.ReadToEndAsync();
            if (!python.WaitForExit(Patience)) python.Kill(entireProcessTree: true);
            Assert.True(python.ExitCode == 0, error.Result);
            return said.Result.TrimEnd();
        }
    }
}
