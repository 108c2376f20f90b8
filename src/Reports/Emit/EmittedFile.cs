namespace Rightsizer.Reports.Emit;

/// <summary>A file ready for AWS once its variables have values.</summary>
/// <remarks><c>Variables</c>: names to be given, in the order in which they appear. <c>Notes</c>: what was left out, and why.</remarks>
public sealed record EmittedFile(string Text, IReadOnlyList<string> Variables, IReadOnlyList<string> Notes);
