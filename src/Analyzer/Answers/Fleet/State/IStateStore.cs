namespace Rightsizer.Analyzer.Answers.Fleet.State;

/// <summary>Where the parts of a state lie: a folder, an S3 prefix. Parts never change once they are there.</summary>
public interface IStateStore
{
    /// <summary>For messages.</summary>
    string Location { get; }

    /// <summary>Names of everything below, as date=2026-11-21/part-....jsonl, in any order; empty where there is nothing yet.</summary>
    IReadOnlyList<string> List();

    /// <summary>Null where it is gone.</summary>
    byte[]? Read(string name);

    /// <summary>Puts a part in its place whole or not at all; does nothing where one of that name is there already.</summary>
    void Write(string name, byte[] content);

    /// <summary>Does nothing where it is gone already.</summary>
    void Delete(string name);
}
