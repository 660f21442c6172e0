using System.Text.Json;
using CausalLoom.Data;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Tests.Evaluation;

/// <summary>Two small tables and what numpy, scipy, pandas and scikit-learn make of them (tools/reference/evaluation_metrics.py).</summary>
internal static class ReferenceFixture
{
    private static readonly JsonElement Root = TestFixture.Element("evaluation_metrics.json");

    /// <summary>Continuous a and b, binary c, three levels k; [row, column].</summary>
    public static Matrix Real { get; } = Rows("real");

    public static Matrix Synthetic { get; } = Rows("synthetic");

    public static Matrix Holdout { get; } = Rows("holdout");

    public static Table RealTable => ToTable(Real);

    public static Table SyntheticTable => ToTable(Synthetic);

    public static double Value(string name) => Root.GetProperty(name).GetDouble();

    public static double[] Values(string name) => [.. Root.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())];

    private static Matrix Rows(string name)
    {
        double[][] rows =
            [.. Root.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(e => e.GetDouble()).ToArray())];
        return new Matrix(rows.Length, rows[0].Length, [.. rows.SelectMany(row => row)]);
    }

    private static Table ToTable(Matrix rows) => new(
    [
        new ContinuousColumn("a", rows.Column(0)),
        new ContinuousColumn("b", rows.Column(1)),
        new BinaryColumn("c", Array.ConvertAll(rows.Column(2), v => (int)v), ["0", "1"]),
        new CategoricalColumn("k", Array.ConvertAll(rows.Column(3), v => (int)v), ["x", "y", "z"]),
    ]);
}
