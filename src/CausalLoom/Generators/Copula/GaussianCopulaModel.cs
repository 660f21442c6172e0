using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Generators.Margins;
using CausalLoom.Models;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Copula;

/// <summary>A fitted Gaussian copula.</summary>
internal sealed class GaussianCopulaModel : IConditionalModel
{
    private readonly TableLayout _layout;
    private readonly LatentColumn[] _columns;
    private readonly Matrix _factor;
    private readonly int[] _gaps;

    internal GaussianCopulaModel(TableLayout layout, LatentColumn[] columns, Matrix factor)
    {
        _layout = layout;
        _columns = columns;
        _factor = factor;
        _gaps = Gaps(columns);
    }

    /// <summary>The columns with a second normal; those come after all first ones, in this order.</summary>
    internal static int[] Gaps(LatentColumn[] columns) => [.. Enumerable.Range(0, columns.Length).Where(j => columns[j].HasGaps)];

    public IReadOnlyList<TrainingPoint> TrainingCurve => [];

    public Table Sample(int rows, RandomStream stream)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentNullException.ThrowIfNull(stream);
        double[][] numbers = [.. _columns.Select(_ => new double[rows])];
        double[] normal = new double[_columns.Length + _gaps.Length];
        for (int i = 0; i < rows; i++)
        {
            stream.FillNormal(normal);
            for (int j = 0; j < normal.Length; j++)
            {
                double z = 0;
                for (int k = 0; k <= j; k++)
                {
                    z += _factor[j, k] * normal[k];
                }

                if (j < _columns.Length)
                {
                    numbers[j][i] = _columns[j].At(z);
                }
                else if (z < _columns[_gaps[j - _columns.Length]].Threshold)
                {
                    numbers[_gaps[j - _columns.Length]][i] = double.NaN;
                }
            }
        }

        return _layout.Build(numbers);
    }

    /// <summary>Draws the unknown cells from their law given the known ones (<see cref="CopulaCondition"/>).</summary>
    public Table Sample(Table given, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        GivenTable known = GivenTable.Check(_layout, given);
        return known.Build(new CopulaConditions(_columns, _factor).Draw(known, stream));
    }

    public ModelState Save()
    {
        ModelState state = new("copula");
        state.Settings["layout"] = _layout.ToJson();
        JsonArray columns = [];
        for (int j = 0; j < _columns.Length; j++)
        {
            EmpiricalMargin? margin = _columns[j].Margin;
            columns.Add(new JsonObject
            {
                ["missing_share"] = _columns[j].MissingShare,
                ["distinct"] = margin?.Values.Length ?? 0,
                ["lattice"] = margin?.IsLattice ?? false,
            });
            state.Tensors[$"values.{j}"] = new Tensor(margin?.Values ?? [], margin?.Values.Length ?? 0);
            state.Tensors[$"counts.{j}"] = new Tensor(margin?.Counts ?? [], margin?.Counts.Length ?? 0);
        }

        state.Settings["columns"] = columns;
        state.Tensors["factor"] = new Tensor(_factor.Data, _factor.Rows, _factor.Columns);
        return state;
    }

    internal static GaussianCopulaModel Load(ModelState state)
    {
        TableLayout layout = TableLayout.FromJson(state.Settings["layout"]);
        JsonArray saved = LayoutJson.Array(state.Settings, "columns");
        int count = layout.Columns.Count;
        if (saved.Count != count)
        {
            throw LayoutJson.Damaged("columns");
        }

        LatentColumn[] columns = [.. Enumerable.Range(0, count).Select(j => LoadColumn(state, saved[j], j))];
        return new GaussianCopulaModel(layout, columns, Factor(state, count + Gaps(columns).Length));
    }

    private static Matrix Factor(ModelState state, int count) => new(count, count, state.Doubles("factor", count, count));

    private static LatentColumn LoadColumn(ModelState state, JsonNode? saved, int j)
    {
        double missing = Number(saved, "missing_share");
        double distinct = Number(saved, "distinct");
        if (missing is < 0 or > 1 || distinct is < 0 or > int.MaxValue || (distinct == 0 && missing < 1))
        {
            throw LayoutJson.Damaged("columns");
        }

        double[] values = state.Doubles($"values.{j}", (int)distinct), counts = state.Doubles($"counts.{j}", (int)distinct);
        return new LatentColumn(missing, values.Length == 0 ? null
            : new EmpiricalMargin(values, counts, LayoutJson.Boolean(saved, "lattice")));
    }

    private static double Number(JsonNode? saved, string key) => LayoutJson.Get(saved, key) is { } node ? LayoutJson.Number(node, key)
        : throw LayoutJson.Damaged(key);
}
