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

    /// <summary>Puts a part in its place whole or not at all; does nothing where the same bytes are there already.</summary>
    void Write(string name, byte[] content);

    /// <summary>Does nothing where it is gone already.</summary>
    void Delete(string name);

    /// <summary>Moves a part to below _damaged/, where it is not read and a person can look at it; nothing where it is gone.</summary>
    void SetAside(string name);
}
