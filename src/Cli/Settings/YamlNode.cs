namespace Rightsizer.Cli.Settings;

/// <summary>A value of a YAML file with the line where it begins.</summary>
/// <param name="Line">Counted from 1.</param>
abstract record YamlNode(int Line);

/// <summary>Text, number or flag: what it means is for whoever asks.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Text">Without quotes.</param>
/// <param name="IsNull">Nothing stands behind the colon.</param>
sealed record YamlScalar(int Line, string Text, bool IsNull) : YamlNode(Line);

/// <summary>A list.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Items">In the file's order.</param>
sealed record YamlList(int Line, IReadOnlyList<YamlNode> Items) : YamlNode(Line);

/// <summary>Keys and their values; no key stands twice.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Entries">In the file's order, each with the line of its key.</param>
sealed record YamlMap(int Line, IReadOnlyList<(YamlScalar Key, YamlNode Value)> Entries) : YamlNode(Line);
