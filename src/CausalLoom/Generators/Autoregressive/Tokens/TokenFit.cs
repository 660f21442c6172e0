using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>What fitting a model of tokens begins with, and what all of its kinds do alike.</summary>
/// <param name="Tokens">The coded columns.</param>
/// <param name="Rows">The table's tokens, [column][row].</param>
/// <param name="Layout">Where columns lie in networks.</param>
/// <param name="Orders">The orders that rows are drawn in.</param>
/// <param name="Weights">The weights of targets.</param>
internal sealed record TokenFit(TableTokens Tokens, int[][] Rows, TokenLayout Layout, TokenOrders Orders, TargetWeights Weights)
{
    /// <summary>Checks and codes a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="targets">The columns that come last.</param>
    /// <param name="generator">The generator's name, for messages.</param>
    /// <param name="options">How columns are coded.</param>
    /// <param name="orders">How many orders are drawn.</param>
    /// <param name="context">Stream, threads, progress.</param>
    /// <exception cref="CausalLoomException">The table cannot be learnt from, or a target is not in it.</exception>
    internal static TokenFit Open(Table table, IReadOnlyList<TargetColumn> targets, string generator, TokenOptions options, int orders,
        FitContext context)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(context);
        GeneratorInput.Check(table, generator);
        context.Report("Coding the columns", 0);
        TargetWeights weights = TargetWeights.Check(table, targets, generator);
        TableTokens tokens = TableTokens.Fit(table, options, context);
        int[][] rows = tokens.Encode(table);
        return new TokenFit(tokens, rows, new TokenLayout(tokens.Columns),
            TokenOrders.Draw(rows.Length, weights.Columns, orders, context.Stream.Child("orders")), weights);
    }

    /// <summary>Pairs of levels that never occur together, or none where they are not asked for.</summary>
    internal StructuralZeros Zeros(bool wanted, FitContext context) =>
        wanted ? StructuralZeros.Find(Tokens.Columns, Rows, context) : StructuralZeros.None(Rows.Length);

    /// <summary>No calibration yet: a place for each order and head.</summary>
    internal double[]?[][] NoFactors(int heads) => [.. Enumerable.Range(0, Orders.Count).Select(_ => new double[]?[heads])];

    /// <summary>The rows in random order, and how many of them are held out: none where fewer than two would be left.</summary>
    internal (int[] Shuffled, int Held) HoldOut(double share, RandomStream stream)
    {
        int[] shuffled = stream.Permutation(Rows[0].Length);
        int held = (int)(share * shuffled.Length);
        return (shuffled, shuffled.Length - held < 2 ? 0 : held);
    }
}
