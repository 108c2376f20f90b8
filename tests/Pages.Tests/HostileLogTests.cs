using System.Text.Json;
using Rightsizer.TestSupport;

namespace Rightsizer.Pages.Tests;

/// <summary>Names that would be markup, or would break a page's layout, are text on it.</summary>
[Collection(WithBrowser.Name)]
public sealed class HostileLogTests(Browser browser) : IDisposable
{
    const string Script =
        "</script></title><script>window.hacked=1</script><img src=x onerror=window.hacked=1><a href=javascript:alert(1)>x</a>' \" & co";

    readonly string folder = Directory.CreateTempSubdirectory("rightsizer-pages-").FullName;

    public static TheoryData<string> Names =>
    [
        Script,
        "\u202Eevil \u05E9\u05DC\u05D5\u05DD \u0627\u0644\u0639\u0631\u0628\u064A\u0629",
        "\U0001F680\U0001F468\u200D\U0001F469\u200D\U0001F467 orders \u65E5\u672C\u8A9E",
        string.Concat(Enumerable.Repeat("0123456789", 1_000)),
    ];

    /// <summary>What is kept of a name; docs/limits.md.</summary>
    const int NameBytes = 1024;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Name_IsText(string name)
    {
        Assert.SkipWhen(Browser.IsMissing, Browser.SkipReason);
        var log = Named(name);
        foreach (var (file, width) in new[] { (Command.Page("diagnose", log), 1200), (Command.Page("diagnose", log), 390),
            (Command.Page("compare", log, log), 390) })
        {
            await using var page = await browser.Open(file, width);
            await page.AssertWell();

            Assert.True(await page.Get<bool>("() => window.hacked === undefined"));
            Assert.Equal(0, await page.Get<int>("() => document.querySelectorAll('img, a[href^=javascript], iframe, object').length"));
            // what could turn a line around is spelled out, all else stands as it is, up to the limit of names
            Assert.Equal(name[..Math.Min(name.Length, NameBytes)].Replace("\u202E", "\\u202e", StringComparison.Ordinal),
                await page.Get<string>("() => document.querySelector('h1').textContent"));
        }
    }

    /// <summary>A real log whose application, jobs, stages and hosts have that name.</summary>
    string Named(string name)
    {
        var quoted = JsonSerializer.Serialize(name);
        var lines = File.ReadLines(Path.Combine(SharedFolder.RepositoryRoot, "sample-logs", "app-20261121125041-0004"))
            .Select(l => System.Text.RegularExpressions.Regex.Replace(
            l, "\"(App Name|Stage Name|Host|spark.job.description|description)\":\"(?:[^\"\\\\]|\\\\.)*\"",
            m => $"\"{m.Groups[1].Value}\":{quoted}"));
        var file = Path.Combine(folder, "hostile");
        File.WriteAllLines(file, lines);
        return file;
    }
}
