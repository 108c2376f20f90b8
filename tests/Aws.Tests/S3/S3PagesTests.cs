namespace Rightsizer.Aws.Tests.S3;

public class S3PagesTests
{
    [Fact]
    public void APage_IsReplaced_ReadAndRemoved()
    {
        using var s3 = new FakeStore();
        var pages = new Rightsizer.Aws.S3.S3Pages("s3://logs/site", s3.Connect());
        Assert.Null(pages.Read("index.html"));
        pages.Write("index.html", [1, 2, 3], "text/html; charset=utf-8");
        pages.Write("index.html", [4], "text/html; charset=utf-8");

        Assert.Equal(["site/index.html"], s3.Keys);
        Assert.Equal([4], pages.Read("index.html")!);
        pages.Delete("index.html");
        pages.Delete("index.html");
        Assert.Empty(s3.Keys);
    }
}
