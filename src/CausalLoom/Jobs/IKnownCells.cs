using CausalLoom.Data;

namespace CausalLoom.Jobs;

/// <summary>Where the known cells of rows come from that a model is to complete.</summary>
public interface IKnownCells
{
    /// <summary>What people call it, such as a file's path.</summary>
    string Name { get; }

    /// <summary>The known columns; an empty cell is unknown.</summary>
    /// <param name="schema">The schema of the model's data.</param>
    /// <param name="cancellation">Observed while reading.</param>
    /// <exception cref="CausalLoomException">They cannot be read, or a column, level or number does not fit the model.</exception>
    Table Read(Schema schema, CancellationToken cancellation);
}
