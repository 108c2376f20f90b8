using Rightsizer.Analyzer.Detectors;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Tests.Formatting;

public class PlaceWordsTests
{
    [Fact]
    public void Place_BeginsWithItsName_AndASmallShareIsNotSaid()
    {
        Assert.Equal("stage 2 (60 % of the finding): join", Phrases.Place(new FindingPlace { StageId = 2, Share = 0.6, Label = "join" }));
        Assert.Equal("after the last job (4.5 % of the finding)",
            Phrases.Place(new FindingPlace { Share = 0.045, Label = "after the last job" }));
        Assert.Equal("stage 12: ice.db.t", Phrases.Place(new FindingPlace { StageId = 12, Share = 0.0001, Label = "ice.db.t" }));
    }
}
