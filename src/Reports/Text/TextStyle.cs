namespace Rightsizer.Reports.Text;

/// <summary>What a piece of text is; a terminal may give it a colour, and loses nothing when it does not.</summary>
public enum TextStyle { Plain, Heading, Dim, Critical, Warning, Info, Good, Setting }

/// <summary>A piece of a line.</summary>
public readonly record struct TextSpan(string Text, TextStyle Style);
