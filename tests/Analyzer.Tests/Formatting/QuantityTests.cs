using System.Globalization;
using Rightsizer.Analyzer.Formatting;

namespace Rightsizer.Analyzer.Tests.Formatting;

public class QuantityTests
{
    [Theory]
    [InlineData(null, "?")]
    [InlineData(0L, "0 s")]
    [InlineData(999L, "999 ms")]
    [InlineData(1_000L, "1.0 s")]
    [InlineData(27_088L, "27.1 s")]
    [InlineData(59_949L, "59.9 s")]
    [InlineData(59_950L, "1 min 00 s")]
    [InlineData(119_499L, "1 min 59 s")]
    [InlineData(119_500L, "2 min 00 s")]
    [InlineData(3_599_499L, "59 min 59 s")]
    [InlineData(3_599_500L, "1 h 00 min")]
    [InlineData(7_500_000L, "2 h 05 min")]
    [InlineData(86_369_999L, "23 h 59 min")]
    [InlineData(86_370_000L, "1 d 00 h")]
    [InlineData(273_600_000L, "3 d 04 h")]
    [InlineData(-1_500L, "-1.5 s")]
    [InlineData(long.MinValue, "-106751991167 d 07 h")]
    public void Duration_HasTwoParts(long? ms, string text) => Assert.Equal(text, Quantity.Duration(ms));

    [Theory]
    [InlineData(1_500L, 99_000L, "1.5 core-s")]
    [InlineData(1_500L, 500_000L, "2 core-s")]
    [InlineData(36_000L, 7_200_000L, "0.01 core-h")]
    [InlineData(null, 7_200_000L, "?")]
    public void CoreTime_OfALineTakesTheUnitOfTheTotal(long? coreMs, long totalCoreMs, string text) =>
        Assert.Equal(text, Quantity.CoreTime(coreMs, totalCoreMs));

    [Theory]
    [InlineData(0L, "0 B")]
    [InlineData(1_023L, "1023 B")]
    [InlineData(1_024L, "1 KiB")]
    [InlineData(1_536L, "1.5 KiB")]
    [InlineData(123_731_968L, "118 MiB")]
    [InlineData(1_258_291_200L, "1.2 GiB")]
    [InlineData(long.MaxValue, "8 EiB")]
    public void Bytes_AreBinary(long bytes, string text) => Assert.Equal(text, Quantity.Bytes(bytes));

    [Theory]
    [InlineData("0", "$0")]
    [InlineData("0.00004", "<$0.0001")]
    [InlineData("0.0123", "$0.0123")]
    [InlineData("0.1", "$0.10")]
    [InlineData("1234.567", "$1,234.57")]
    [InlineData("-2.5", "-$2.50")]
    public void Usd_OfASmallJob_IsNotZero(string usd, string text) =>
        Assert.Equal(text, Quantity.Usd(decimal.Parse(usd, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(Ground.Measured, "$4.10")]
    [InlineData(Ground.Billed, "$4.10")]
    [InlineData(Ground.Simulated, "~$4.10")]
    [InlineData(Ground.Assumed, "~$4.10")]
    [InlineData(Ground.Derived, "~$4.10")]
    public void Usd_ThatIsNotMeasured_IsMarked(Ground ground, string text) => Assert.Equal(text, Quantity.Usd(4.1m, ground));

    [Theory]
    [InlineData(0.2, "20 %")]
    [InlineData(0.0738, "7.4 %")]
    [InlineData(0.0031, "0.31 %")]
    [InlineData(0.0, "0 %")]
    [InlineData(double.NaN, "?")]
    public void Percent_HasTwoFigures(double ratio, string text) => Assert.Equal(text, Quantity.Percent(ratio));

    [Theory]
    [InlineData(829.53 / 832.36, "99.7 %")]
    [InlineData(0.9949, "99 %")]
    [InlineData(0.995, "99.5 %")]
    [InlineData(0.9994, "99.9 %")]
    [InlineData(0.99999, "over 99.9 %")]
    [InlineData(1.0, "100 %")]
    [InlineData(0.1 + 0.2 + 0.7 - 2e-16, "100 %")]
    [InlineData(1.004, "100 %")]
    [InlineData(0.00004, "under 0.01 %")]
    [InlineData(0.3 - 0.1 - 0.2, "0 %")]
    [InlineData(-0.12, "-12 %")]
    [InlineData(-0.00001, "0 %")]
    public void Percent_OfAPart_IsNeitherTheWholeNorNothing(double ratio, string text) =>
        Assert.Equal(text, Quantity.Percent(ratio));

    [Theory]
    [InlineData(double.PositiveInfinity, "ms", "?")]
    [InlineData(1e300, "bytes", "7.8 EiB")]
    [InlineData(2.5, "count", "2.5")]
    [InlineData(1.5, "files", "1.5 files")]
    public void InUnit_OfOddValues_DoesNotThrow(double value, string unit, string text) => Assert.Equal(text, Quantity.InUnit(value, unit));

    [Theory]
    [InlineData(0.4, "0.4 ms")]
    [InlineData(0.0, "0 s")]
    [InlineData(92_300.4, "1 min 32 s")]
    [InlineData(double.NaN, "?")]
    public void Duration_OfAWorkedOutTime_IsTheSameForm(double ms, string text) => Assert.Equal(text, Quantity.Duration(ms));

    [Theory]
    [InlineData(1, "1 copy")]
    [InlineData(2, "2 copies")]
    [InlineData(1_200, "1,200 copies")]
    public void Plural_AgreesWithItsNumber(long count, string text) => Assert.Equal(text, Quantity.Plural(count, "copy", "copies"));
}
