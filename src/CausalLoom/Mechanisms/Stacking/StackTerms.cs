using CausalLoom.Mechanisms.Basis;
using CausalLoom.Models;

namespace CausalLoom.Mechanisms.Stacking;

/// <summary>
/// Standardised columns z and, beside them, natural splines of some and products of some pairs, each on a scale on which one ridge penalty
/// νn suits all: ν a row on ∫f″² of a spline, 10⁴ν on a product over its standard deviation, 10³ν on a column.
/// </summary>
internal sealed class StackTerms
{
    private const double ColumnPenalty = 1e3;
    private const double ProductPenalty = 1e4;

    // Products of far tails would decide the fit alone.
    private const double Winsor = 4;
    private readonly (int Column, NaturalSpline Spline)[] _splines;
    private readonly (int First, int Second, double Deviation)[] _products;
    private readonly bool _level;
    private readonly double _column;
    private readonly double _product;

    /// <param name="columns">d.</param>
    /// <param name="rows">n of the penalty.</param>
    /// <param name="splines">Splines and their columns.</param>
    /// <param name="products">Pairs of columns and the standard deviations of their products.</param>
    /// <param name="level">Whether curves go on level beyond their outer knots rather than straight.</param>
    internal StackTerms(int columns, double rows, (int Column, NaturalSpline Spline)[] splines,
        (int First, int Second, double Deviation)[] products, bool level)
    {
        (Columns, Rows, _splines, _products, _level) = (columns, rows, splines, products, level);
        (_column, _product) = (Math.Sqrt(rows / ColumnPenalty), Math.Sqrt(rows / ProductPenalty));
        Width = columns + splines.Sum(s => s.Spline.Count) + products.Length;
    }

    /// <summary>d.</summary>
    internal int Columns { get; }

    /// <summary>n, or its weight, of the rows that were learnt from.</summary>
    internal double Rows { get; }

    /// <summary>The columns and the functions together.</summary>
    internal int Width { get; }

    /// <summary>How many columns have a spline.</summary>
    internal int Splines => _splines.Length;

    /// <summary>The pairs of columns whose products take part.</summary>
    internal IReadOnlyList<(int First, int Second, double Deviation)> Products => _products;

    /// <summary>A product of two standardised values.</summary>
    internal static double Product(double a, double b) => Math.Clamp(a, -Winsor, Winsor) * Math.Clamp(b, -Winsor, Winsor);

    /// <summary>All terms of a row.</summary>
    /// <param name="z">Standardised columns, [d].</param>
    /// <param name="into">[<see cref="Width"/>].</param>
    internal void Write(ReadOnlySpan<double> z, Span<double> into)
    {
        for (int j = 0; j < Columns; j++)
        {
            into[j] = _column * z[j];
        }

        int at = Columns;
        foreach ((int column, NaturalSpline spline) in _splines)
        {
            double held = _level ? Math.Clamp(z[column], spline.Knots[0], spline.Knots[^1]) : z[column];
            into[column] = _column * held;
            spline.WriteRow(held, into.Slice(at, spline.Count));
            at += spline.Count;
        }

        foreach ((int first, int second, double deviation) in _products)
        {
            into[at++] = _product * Product(z[first], z[second]) / deviation;
        }
    }

    internal ModelState Save()
    {
        ModelState state = new("terms");
        state.Settings["level"] = _level;
        StateReader.Put(state, "rows", [Rows]);
        StateReader.Put(state, "columns", [.. _splines.Select(s => (double)s.Column)]);
        StateReader.Put(state, "splines", [.. _splines.SelectMany(s => s.Spline.ToNumbers())]);
        StateReader.Put(state, "first", [.. _products.Select(p => (double)p.First)]);
        StateReader.Put(state, "second", [.. _products.Select(p => (double)p.Second)]);
        StateReader.Put(state, "deviation", [.. _products.Select(p => p.Deviation)]);
        return state;
    }

    internal static StackTerms Load(ModelState state, int width)
    {
        int[] columns = BasisStates.Columns(state, "columns", width), first = BasisStates.Columns(state, "first", width),
            second = BasisStates.Columns(state, "second", width);
        double[] deviation = StateReader.Vector(state, "deviation"), rows = state.Doubles("rows", 1);
        NaturalSpline[] splines = NaturalSpline.Many(StateReader.Vector(state, "splines")) ?? throw StateReader.Damaged("splines");
        if (splines.Length != columns.Length || !(rows[0] > 0))
        {
            throw StateReader.Damaged("splines");
        }

        return first.Length == second.Length && first.Length == deviation.Length && Array.TrueForAll(deviation, s => s > 0)
            ? new StackTerms(width, rows[0], [.. columns.Zip(splines)], [.. first.Select((f, k) => (f, second[k], deviation[k]))],
                StateReader.Flag(state, "level"))
            : throw StateReader.Damaged("deviation");
    }
}
