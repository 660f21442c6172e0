using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>
/// One column's vocabulary: every cell has one token, and a token has a law over the cells it stands for, so that tokens
/// drawn from the model's law give cells from the column's.
/// </summary>
internal abstract class ColumnTokens
{
    private protected ColumnTokens(double[] counts, int missing)
    {
        Counts = counts;
        Missing = missing;
    }

    /// <summary>Rows of each token in the table it was fitted to; all positive.</summary>
    internal double[] Counts { get; }

    /// <summary>The number of tokens, at least 1.</summary>
    internal int Count => Counts.Length;

    /// <summary>The token of a missing value, always the last, or −1 where none was missing.</summary>
    internal int Missing { get; }

    /// <summary>The number of tokens that are values.</summary>
    internal int Observed => Missing < 0 ? Count : Count - 1;

    /// <summary>Whether tokens are ordered as the numbers they stand for.</summary>
    internal abstract bool IsOrdered { get; }

    /// <summary>The token of every row; −1 for what has none: a level that was never seen, or missing where nothing was.</summary>
    internal int[] Encode(Column column)
    {
        int[] tokens = new int[column.Count];
        int[]? codes = (column as DiscreteColumn)?.Codes;
        for (int i = 0; i < tokens.Length; i++)
        {
            tokens[i] = column.IsMissing(i) ? Missing : TokenOf(codes is null ? column.NumberAt(i) : codes[i]);
        }

        return tokens;
    }

    /// <summary>The token of a number, or of a level's code; −1 where it has none.</summary>
    internal abstract int TokenOf(double value);

    /// <summary>A cell of a token: a number or a level's code, NaN where missing.</summary>
    internal abstract double Decode(int token, RandomStream stream);

    /// <summary>Puts all that <see cref="TableTokens"/> needs into a state.</summary>
    internal abstract void Save(ModelState state, int column);

    /// <summary>The vocabulary of a column.</summary>
    internal static ColumnTokens Of(Column column, TokenOptions options) => column is DiscreteColumn discrete
        ? LevelTokens.Fit(discrete, options)
        : NumberTokens.Fit(column, options);
}
