using System.Collections;

namespace CausalLoom.Data;

/// <summary>
/// A treatment of K ≥ 2 levels as each row has it: the row's level as a number from 0 to K − 1, level 0 the reference. Read-only.
/// </summary>
public sealed class Arms : IReadOnlyList<int>
{
    private readonly int[] _counts;

    /// <summary>Arms of rows.</summary>
    /// <param name="space">The treatment's name and levels.</param>
    /// <param name="levels">The level of each row, [n], 0 … K − 1; copied.</param>
    /// <exception cref="ArgumentException">A row has no such level.</exception>
    public Arms(TreatmentSpace space, IEnumerable<int> levels)
        : this(space ?? throw new ArgumentNullException(nameof(space)), [.. levels ?? throw new ArgumentNullException(nameof(levels))])
    {
    }

    // Takes the array as it is: for those within the library who will not write to it.
    internal Arms(TreatmentSpace space, int[] codes)
    {
        (Space, Codes, _counts) = (space, codes, new int[space.Arms]);
        foreach (int code in codes)
        {
            if ((uint)code >= (uint)_counts.Length)
            {
                throw new ArgumentException($"Treatment {space.Name} has {_counts.Length} levels and a row of level {code}.",
                    nameof(codes));
            }

            _counts[code]++;
        }
    }

    /// <summary>The treatment's name and levels.</summary>
    public TreatmentSpace Space { get; }

    /// <summary>K.</summary>
    public int Levels => _counts.Length;

    /// <summary>n.</summary>
    public int Count => Codes.Length;

    /// <summary>The fewest rows that any level has.</summary>
    public int Fewest => _counts.Min();

    /// <summary>The levels as they are stored. Not to be written to.</summary>
    internal int[] Codes { get; }

    /// <summary>The level of a row, 0 … K − 1.</summary>
    public int this[int row] => Codes[row];

    /// <summary>How many rows have a level.</summary>
    public int CountOf(int level) => _counts[level];

    /// <summary>The rows of a level, ascending.</summary>
    public int[] RowsOf(int level) => [.. Enumerable.Range(0, Codes.Length).Where(i => Codes[i] == level)];

    /// <summary>The arms of the given rows, in that order (repeats allowed).</summary>
    public Arms Take(ReadOnlySpan<int> rows)
    {
        int[] taken = new int[rows.Length];
        for (int i = 0; i < taken.Length; i++)
        {
            taken[i] = Codes[rows[i]];
        }

        return new Arms(Space, taken);
    }

    /// <summary>The arms as a column in the data's own coding.</summary>
    public Column ToColumn() => Space.Column(Codes);

    /// <inheritdoc />
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)Codes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Codes.GetEnumerator();
}
