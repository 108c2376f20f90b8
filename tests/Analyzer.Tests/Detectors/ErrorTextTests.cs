using Rightsizer.Analyzer.Facts;

namespace Rightsizer.Analyzer.Tests.Detectors;

/// <summary>The user's exception in what Spark wraps around it.</summary>
public class ErrorTextTests
{
    [Fact]
    public void PythonTraceback_EndsWithTheException()
    {
        var error = ErrorText.Read(
            "Job aborted due to stage failure: Task 0 in stage 5.0 failed 4 times: org.apache.spark.api.python.PythonException: "
            + "Traceback (most recent call last):\n"
            + "  File \"/opt/spark/python/lib/pyspark.zip/pyspark/worker.py\", line 830, in main\n    process()\n  File "
            + "\"/app/job.py\", line 51, in fail_udf\n    raise ValueError(\"bad row\")\nValueError: bad row\n\n\tat "
            + "org.apache.spark.api.python.Base(PythonRunner.scala:645)");

        Assert.Equal(new ErrorText("ValueError: bad row", "/app/job.py:51"), error);
    }

    [Fact]
    public void LastCausedBy_IsTheCause()
    {
        var error = ErrorText.Read(
            "Job aborted: Lost task 0.3 in stage 1.0 (TID 3) (h executor 1): org.apache.spark.SparkException: Task failed\n\tat "
            + "org.apache.spark.A.b(A.scala:1)\n"
            + "Caused by: java.lang.RuntimeException: outer\n\tat com.acme.Job.run(Job.scala:7)\nCaused by: "
            + "java.lang.NumberFormatException: For input string: \"x\"\n\tat "
            + "java.base/java.lang.Integer.parseInt(Integer.java:1)\n\tat com.acme.Parser.parse(Parser.scala:12)\n\tat "
            + "com.acme.Job.run(Job.scala:7)");

        Assert.Equal(new ErrorText("java.lang.NumberFormatException: For input string: \"x\"", "Parser.scala:12"), error);
    }

    [Fact]
    public void FirstException_IsTakenWhereNothingCausedIt() =>
        Assert.Equal(new ErrorText("java.lang.RuntimeException: got a 3, failing", null),
        ErrorText.Read(
            "Job aborted due to stage failure: Task 3 failed 1 times, most recent failure: Lost task 3.0 in stage 2.0 (TID 19, "
            + "localhost): java.lang.RuntimeException: got a 3, failing\n\tat scala.collection.Iterator.next(Iterator.scala:328)"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    public void NoText_HasNoException(string? text) => Assert.Null(ErrorText.Read(text));
}
