using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>Where rows go that a job draws, block by block: all of them or none.</summary>
public interface IRowSink
{
    /// <summary>What people call it, such as a file's path.</summary>
    string Name { get; }

    /// <summary>Whether it takes the truth of the rows too: a source that has none is then refused before anything is fitted.</summary>
    bool TakesTruth { get; }

    /// <summary>Takes the rows.</summary>
    /// <param name="blocks">The rows, drawn as they are asked for.</param>
    /// <param name="facts">The treatment's levels, and how columns are written.</param>
    /// <param name="complete">Called when all rows are taken and none can be seen yet, for what must not be missing beside them.</param>
    void Take(IEnumerable<SyntheticData> blocks, RowFacts facts, Action complete);
}
