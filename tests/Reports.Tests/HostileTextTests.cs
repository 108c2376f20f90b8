using System.Text.RegularExpressions;
using Rightsizer.Reports.Html;
using Rightsizer.Reports.Markdown;
using Rightsizer.Reports.Text;

namespace Rightsizer.Reports.Tests;

public partial class HostileTextTests
{
    const string Script = "</title><script>alert(1)</script><img src=x onerror=\"alert(2)\">' & co";

    [Fact]
    public void ScriptInEveryText_InHtml_StaysText()
    {
        var html = Written.By(new HtmlReport(), SampleResult.Full(Script));

        Assert.Equal(Regex.Count(Written.By(new HtmlReport(), SampleResult.Full("plain")), "<script"), Regex.Count(html, "<script"));
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("onerror=\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Html_HasTheSameTags_WhateverTheTextSays()
    {
        static string Tags(string html) => string.Join("", Tag().Matches(html).Select(m => m.Value));

        Assert.Equal(Tags(Written.By(new HtmlReport(), SampleResult.Full("plain"))),
            Tags(Written.By(new HtmlReport(), SampleResult.Full(Script))));
    }

    [Fact]
    public void Html_NamesNoAddressOfTheNetwork()
    {
        var html = Written.By(new HtmlReport(), SampleResult.Full());

        Assert.DoesNotMatch("(src|href)=\"(?!#)", html);
        // the name of SVG's elements is no address
        var page = html.Replace("http-equiv", "", StringComparison.Ordinal).Replace("http://www.w3.org/2000/svg", "",
            StringComparison.Ordinal);
        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", html, StringComparison.Ordinal);
    }

    [Fact]
    public void ScriptInEveryText_InMarkdown_StaysText()
    {
        var markdown = Written.By(new MarkdownReport(), SampleResult.Full("<script>alert(1)</script> | [a](http://b) **c** @team #12"));

        // code spans show what is in them, so only what stands outside them must be escaped
        var outside = Regex.Replace(markdown, "`[^`\n]*`", "");
        Assert.DoesNotContain("<script", outside, StringComparison.Ordinal);
        Assert.DoesNotContain("[a](", outside, StringComparison.Ordinal);
        Assert.DoesNotContain("@team", outside, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", outside, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u001b[31mred\u001b[0m")]
    [InlineData("bell\a back\b nul\0")]
    [InlineData("c1\u009b31m")]
    [InlineData("turn\u202Eback")]
    [InlineData("two\r\nlines\tand a tab")]
    [InlineData("half a pair \uD83D end")]
    [InlineData("invisible \u200B\u2060\uFEFF\u00AD\u3164 and \u061C")]
    [InlineData("tagged \U000E0041\U000E0042")]
    public void ControlCharacters_ReachNoReportRaw(string hostile)
    {
        string[] pages = [Written.By(new TextReport(120), SampleResult.Full(hostile)),
            Written.By(new MarkdownReport(), SampleResult.Full(hostile)), Written.By(new HtmlReport(), SampleResult.Full(hostile))];

        foreach (var page in pages)
        {
            Assert.DoesNotContain(page, c => char.IsControl(c) && c != '\n');
            Assert.DoesNotContain('\u202E', page);
            Assert.DoesNotMatch("[\u200B\u2060\uFEFF\u00AD\u3164\u061C]|\uDB40", page);
            Assert.DoesNotMatch("[\uD800-\uDBFF](?![\uDC00-\uDFFF])", page);
        }
    }

    /// <summary>The forms of GitHub's and Azure's documentation; a name in the middle of a word is only a name.</summary>
    [Theory]
    [InlineData("::error file=a::b", @"\u003a:error file=a::b")]
    [InlineData("two\n  ::set-output name=a::b", @"two   \u003a:set-output name=a::b")]
    [InlineData("x ##[add-mask]y", @"x \u0023#[add-mask]y")]
    [InlineData("##vso[task.setvariable variable=a]b", @"\u0023#vso[task.setvariable variable=a]b")]
    [InlineData("std::sort ::1 ## 2", "std::sort ::1 ## 2")]
    public void CommandsOfAWorkflow_AreSpelledOut(string hostile, string shown)
    {
        Assert.Equal(shown, Rightsizer.Reports.Formatting.PlainText.OneLine(hostile));
        var text = Written.By(new TextReport(120), SampleResult.Full(hostile));

        Assert.DoesNotMatch(@"(?m)^\s*::[a-z]|##\[|##vso\[", text);
    }

    /// <summary>SARIF 2.1.0, 3.11.5 and 3.11.6.</summary>
    [Fact]
    public void LinksAndPlaceholders_InSarif_AreEscaped()
    {
        var sarif = Written.By(new Rightsizer.Reports.Sarif.SarifReport(), SampleResult.Full("[x](http://evil.example) {0} a[1] {key}"));
        using var json = System.Text.Json.JsonDocument.Parse(sarif);
        var messages = string.Join('\n', json.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()
            .Select(r => r.GetProperty("message").GetProperty("text").GetString()));

        Assert.Contains(@"[x\](http://evil.example) {{0}} a[1] {key}", messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1\n")]
    [InlineData("\t=1+1", "' =1+1\n")]
    [InlineData("\uFF1D1+1", "'\uFF1D1+1\n")]
    [InlineData("a=1", "a=1\n")]
    public void Formulas_InCsv_AreText(string text, string row) =>
        Assert.Equal(row, Rightsizer.Reports.Formatting.CsvText.Row(text));

    [Fact]
    public void NameOfTenThousandLetters_IsCutInText_AndEveryLineFits()
    {
        var name = string.Concat(Enumerable.Repeat("0123456789", 1_000));
        var text = Written.By(new TextReport(80), SampleResult.Full(name));
        var html = Written.By(new HtmlReport(), SampleResult.Full(name));

        Assert.All(text.Split('\n'), l => Assert.True(l.Length <= 80, l));
        Assert.StartsWith(name[..59] + "…", text, StringComparison.Ordinal);
        Assert.Contains($"<h1><bdi>{name}</bdi></h1>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void RightToLeftLettersAndEmoji_AreShown()
    {
        const string Name = "\u05E9\u05DC\u05D5\u05DD \U0001F680 orders";

        Assert.Contains(Name, Written.By(new TextReport(120), SampleResult.Full(Name)), StringComparison.Ordinal);
        Assert.Contains($"<bdi>{Name}</bdi>", Written.By(new HtmlReport(), SampleResult.Full(Name)), StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_AreInNoReport()
    {
        string[] pages = [Written.By(new TextReport(120, verbose: true), SampleResult.Full()),
            Written.By(new MarkdownReport(), SampleResult.Full()), Written.By(new HtmlReport(), SampleResult.Full())];

        foreach (var page in pages)
        {
            Assert.DoesNotContain("hunter2", page, StringComparison.Ordinal);
            Assert.DoesNotContain("t0psecret", page, StringComparison.Ordinal);
            Assert.DoesNotContain("fs.s3a", page, StringComparison.Ordinal);
        }
        Assert.Contains("(hidden)", pages[2], StringComparison.Ordinal);
    }

    [GeneratedRegex("</?[a-z0-9]+")]
    private static partial Regex Tag();
}
