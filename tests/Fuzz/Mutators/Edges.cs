namespace Rightsizer.Fuzz.Mutators;

/// <summary>Values at which programs go wrong, as JSON.</summary>
static class Edges
{
    public static readonly string[] Numbers =
    [
        "0", "-0", "-1", "1", "2", "100000", "2147483647", "2147483648", "-2147483648", "-2147483649", "4294967296", "9007199254740993",
        "1152921504606846976", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551616", "0.5", "1.5",
        "-0.1", "1e3", "1E18", "1e308", "1e-400", "1e999", "123456789012345678901234567890", "1230768000000", "4102444800000",
        "1795265259701", "1795265266501", "1795265000000",
    ];

    public static readonly string[] Texts =
    [
        "\"\"", "\" \"", "\"0\"", "\"-1\"", "\"9223372036854775808\"", "\"NaN\"", "\"true\"", "\"null\"", "\"driver\"", "\"1\"",
        "\"\\udc00\"", "\"\\ud800x\"", "\"\\u0000\"", "\"\\u202e\\u200b\"", "\"\\u001b[31m\"", "\"<script>alert(1)</script>\"",
        "\"=HYPERLINK(1)\"", "\"![x](http://h)|\"", "\"..\\/..\\/x\"", "\"CON\"", "\"4g\"", "\"99999999999t\"", "\"-5m\"", "\"1.5e9s\"",
        "\"SparkListenerTaskEnd\"", "\"Success\"", "\"application_1_1\"", "\"\\\"\"", "\"\\\\\"", "\"a,b;c=d\"", "\"%s{0}\"",
    ];

    public static readonly string[] Others = ["null", "true", "false", "[]", "{}", "[[]]", "[null]", "{\"\":null}", "[1,\"a\",{}]"];

    /// <summary>Any of them.</summary>
    public static string Any(Random random) => random.Next(10) switch
    {
        < 5 => Numbers[random.Next(Numbers.Length)],
        < 8 => Texts[random.Next(Texts.Length)],
        _ => Others[random.Next(Others.Length)],
    };
}
