namespace Rightsizer.Fuzz;

/// <summary>One way into the program, and what must hold of every input that takes it.</summary>
abstract class FuzzTarget
{
    public abstract string Name { get; }

    /// <summary>How many of a thousand inputs go here.</summary>
    public abstract int Share { get; }

    /// <summary>Makes one input, hands it to the program and checks the answer. The same for the same random numbers.</summary>
    /// <param name="random">Decides everything about the input.</param>
    /// <param name="folder">A folder of this worker's own, for inputs that are files.</param>
    /// <exception cref="BrokenInvariantException">The program did what it must not do.</exception>
    public abstract void Try(Random random, WorkFolder folder);
}

/// <summary>What the program did and must not do.</summary>
sealed class BrokenInvariantException(string what, Exception? cause = null) : Exception(what, cause);
