using CausalLoom.Models;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Mechanisms.Basis;

/// <summary>A natural cubic spline of each numeric covariate.</summary>
internal sealed class SplineBasis : ICovariateBasis
{
    internal const string Kind = "splines";
    private readonly int[] _columns;
    private readonly NaturalSpline[] _splines;

    private SplineBasis(int[] columns, NaturalSpline[] splines)
    {
        (_columns, _splines) = (columns, splines);
        Width = splines.Sum(s => s.Count);
    }

    public int Width { get; }

    /// <summary>Splines of the columns of z that have enough different values.</summary>
    internal static SplineBasis Of(Matrix z, int knots)
    {
        List<int> columns = [];
        List<NaturalSpline> splines = [];
        for (int j = 0; j < z.Columns; j++)
        {
            if (NaturalSpline.Of(z.Column(j), knots) is { } spline)
            {
                columns.Add(j);
                splines.Add(spline);
            }
        }

        return new SplineBasis([.. columns], [.. splines]);
    }

    public Matrix Expand(Matrix z)
    {
        Matrix expanded = new(z.Rows, Width);
        int at = 0;
        for (int s = 0; s < _splines.Length; s++)
        {
            _splines[s].Write(z.Column(_columns[s]), expanded, at);
            at += _splines[s].Count;
        }

        return expanded;
    }

    public ModelState Save()
    {
        ModelState state = new(Kind);
        StateReader.Put(state, "columns", Array.ConvertAll(_columns, j => (double)j));
        StateReader.Put(state, "splines", [.. _splines.SelectMany(s => s.ToNumbers())]);
        return state;
    }

    internal static SplineBasis Load(ModelState state, int width)
    {
        int[] columns = BasisStates.Columns(state, "columns", width);
        NaturalSpline[] splines = NaturalSpline.Many(StateReader.Vector(state, "splines")) ?? throw StateReader.Damaged("splines");
        return splines.Length == columns.Length ? new SplineBasis(columns, splines) : throw StateReader.Damaged("splines");
    }
}
