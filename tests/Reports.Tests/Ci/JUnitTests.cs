using System.Globalization;
using System.Xml.Linq;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Reports.JUnit;

namespace Rightsizer.Reports.Tests.Ci;

/// <summary>
/// The shape is that of the schema which Jenkins and its like read: testsuites, testsuite, testcase with at most one outcome.
/// </summary>
public class JUnitTests
{
    static XElement Suite(Severity failFrom = Severity.Warning, string name = "nightly orders") =>
        XDocument.Parse(Written.By(new JUnitReport(failFrom), SampleResult.Full(name))).Root!.Elements().Single();

    [Fact]
    public void Counts_AreThoseOfTheCases()
    {
        var suite = Suite();
        int Of(string element) => suite.Elements("testcase").Count(c => c.Elements(element).Any());
        int Said(string attribute) => int.Parse(suite.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

        Assert.Equal("testsuite", suite.Name.LocalName);
        Assert.Equal((5, 1, 1, 1), (Said("tests"), Said("failures"), Said("errors"), Said("skipped")));
        Assert.Equal((5, 1, 1, 1), (suite.Elements("testcase").Count(), Of("failure"), Of("error"), Of("skipped")));
        Assert.All(suite.Elements("testcase"),
            c => Assert.True(c.Attribute("name") is not null && c.Attribute("classname") is not null && c.Elements().Count() <= 1));
    }

    [Fact]
    public void Limit_DecidesWhatFails() => Assert.Equal("2", Suite(Severity.Info).Attribute("failures")!.Value);

    [Theory]
    [InlineData("<script>&\"'")]
    [InlineData("\u0000\uFFFE\uD83D lone")]
    [InlineData("\U0001F680 \u05E9\u05DC")]
    public void AnyName_GivesXmlThatParses(string name) =>
        Assert.Contains("rightsizer", Suite(name: name).Attribute("name")!.Value, StringComparison.Ordinal);
}
