using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests;

/// <summary>
/// The example for Airflow with the real program, and stand-ins for Airflow's classes: as in Airflow, a command has an XCom only where
/// it ends with 0.
/// </summary>
public sealed class AirflowTests : IDisposable
{
    const string Airflow = """
        import os, runpy, subprocess, sys, types

        def module(name, **members):
            sys.modules[name] = types.ModuleType(name)
            sys.modules[name].__dict__.update(members)

        class AirflowFailException(Exception):
            pass

        class BashOperator:
            def __init__(self, bash_command, **given):
                done = subprocess.run(["bash", "-c", bash_command], stdout=subprocess.PIPE, text=True)
                if done.returncode != 0:
                    sys.exit("no XCom: %d" % done.returncode)
                self.output = done.stdout.splitlines()[-1]
                print("XCom", self.output, flush=True)

        def call(function):
            return function

        module("airflow.decorators", dag=lambda **given: call, task=call)
        module("airflow.exceptions", AirflowFailException=AirflowFailException)
        module("airflow.operators.bash", BashOperator=BashOperator)
        module("pendulum", datetime=lambda *day: day)
        try:
            runpy.run_path(sys.argv[1])
        except AirflowFailException as e:
            print("failed:", e)
        """;

    readonly string folder = Directory.CreateTempSubdirectory("rightsizer-airflow").FullName;

    public AirflowTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the example's command is for bash");
        File.WriteAllText(Path.Combine(folder, "airflow.py"), Airflow);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>The log is of 34.8 s: a cent at this price.</summary>
    [Theory]
    [InlineData("--usd-per-hour 1", "\"withinBudget\": true", null)]
    [InlineData("--usd-per-hour 1000", "\"withinBudget\": false", "failed: the budget is 5 USD, the run cost 9.")]
    [InlineData("", "\"usd\": null, \"withinBudget\": false", "failed: the budget is 5 USD, the run cost an unknown sum")]
    public void CostIsKept_WhetherTheBudgetIsMetOrNot(string price, string kept, string? failure)
    {
        var (code, said) = Run("app-20261121124741-0000.zstd", price);
        Assert.True(code == 0, said);
        Assert.Contains(kept, said, StringComparison.Ordinal);
        Assert.Contains("\"findings\": [\"skew\"]", said, StringComparison.Ordinal);
        Assert.Equal(failure is not null, said.Contains("failed: ", StringComparison.Ordinal));
        if (failure is not null) Assert.Contains(failure, said, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingLog_FailsTheDiagnosis()
    {
        var (code, said) = Run("none", "");
        Assert.Equal(1, code);
        Assert.Contains("no XCom: 3", said, StringComparison.Ordinal);
    }

    (int ExitCode, string Said) Run(string log, string price)
    {
        var program = typeof(RightsizerCli).Assembly.Location;
        BashScript.StandIn(folder, "rightsizer", $"exec dotnet '{program}' \"$@\" {price}");
        return BashScript.Run(folder, "python3",
            [
                Path.Combine(folder, "airflow.py"),
                Path.Combine(SharedFolder.RepositoryRoot, "deploy", "airflow", "rightsizer_after_spark.py")
            ],
            ("LOG", Path.Combine(SharedFolder.RepositoryRoot, "sample-logs", log)));
    }
}
