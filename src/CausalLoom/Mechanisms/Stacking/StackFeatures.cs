using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Mechanisms.Stacking;

/// <summary>
/// The three views of the covariates that the stack's members see: standardised columns Z; Z beside the squares of its
/// numeric columns, which show mechanisms that are even in x; raw columns with missing values for trees.
/// </summary>
internal sealed class StackFeatures
{
    // Squares of far tails would decide the fit alone.
    private const double Winsor = 4;
    private readonly FeatureEncoder _linear;
    private readonly FeatureEncoder _trees;
    private readonly int[] _squared;

    private StackFeatures(FeatureEncoder linear, FeatureEncoder trees, int[] squared) =>
        (_linear, _trees, _squared) = (linear, trees, squared);

    internal int LinearWidth => _linear.Width;

    internal int SquaresWidth => _linear.Width + _squared.Length;

    internal int TreesWidth => _trees.Width;

    internal static StackFeatures Fit(Table covariates)
    {
        (FeatureEncoder linear, RowView z) = FeatureEncoder.FitRows(covariates);
        int[] squared = [.. Enumerable.Range(0, z.Columns).Where(j => z.Column(j).Distinct().Take(3).Count() > 2)];
        return new StackFeatures(linear, FeatureEncoder.Fit(covariates, FeatureOptions.ForTrees), squared);
    }

    internal Matrix Linear(Table covariates) => _linear.Encode(covariates);

    internal Matrix Trees(Table covariates) => _trees.Encode(covariates);

    internal Matrix Squares(Matrix z)
    {
        Matrix squares = new(z.Rows, _squared.Length);
        for (int i = 0; i < z.Rows; i++)
        {
            for (int j = 0; j < _squared.Length; j++)
            {
                squares[i, j] = Square(z[i, _squared[j]]);
            }
        }

        return z.Append(squares);
    }

    /// <summary>The three views of a table's rows, kept where they are few and made anew whenever they are asked for where many.</summary>
    internal StackRows Rows(Table covariates, long mostKept = FeatureEncoder.MostKept)
    {
        if ((long)covariates.Rows * SquaresWidth > mostKept)
        {
            EncodedRows z = _linear.Bind(covariates);
            return new StackRows(new RowView(z), new RowView(new SquaredRows(z, _squared)), new RowView(_trees.Bind(covariates)));
        }

        // The covariates themselves are the first columns of those with squares.
        Matrix squares = Squares(Linear(covariates));
        return new StackRows(new RowView(squares, columns: LinearWidth), squares, Trees(covariates));
    }

    /// <summary>The square of a standardised value.</summary>
    internal static double Square(double z)
    {
        double v = Math.Clamp(z, -Winsor, Winsor);
        return v * v;
    }

    internal ModelState Save()
    {
        ModelState state = new("features");
        state.Settings["linear"] = _linear.ToJson();
        state.Settings["trees"] = _trees.ToJson();
        StateReader.Put(state, "squared", Array.ConvertAll(_squared, j => (double)j));
        return state;
    }

    internal static StackFeatures Load(ModelState state)
    {
        FeatureEncoder linear = FeatureEncoder.FromJson(state.Settings["linear"]);
        double[] squared = StateReader.Vector(state, "squared");
        return Array.TrueForAll(squared, j => j >= 0 && j < linear.Width)
            ? new StackFeatures(linear, FeatureEncoder.FromJson(state.Settings["trees"]), Array.ConvertAll(squared, j => (int)j))
            : throw StateReader.Damaged("squared");
    }
}
