using System.Text.Json.Nodes;
using CausalLoom.Io;
using CausalLoom.Models;
using CausalLoom.Numerics.Mixtures;

namespace CausalLoom.Data.Encoders;

/// <summary>
/// Codes a table for a diffusion: a number becomes a normal score by its quantile (<see cref="QuantileTransform"/>), a level a
/// category, and "missing" a category like any other, so that it is generated jointly with everything else. The categories of a
/// column are, in order: "a number" (for columns with numbers), levels and spikes, a pool of rare levels, missing.
/// </summary>
public sealed class QuantileEncoder
{
    private QuantileEncoder(TableLayout layout, ModeSpecificColumn[] codes, QuantileTransform[] transforms)
    {
        Layout = layout;
        Codes = codes;
        Transforms = transforms;
    }

    /// <summary>The columns' types, levels, decimals and ranges.</summary>
    public TableLayout Layout { get; }

    /// <summary>The columns' categories, in the table's order.</summary>
    public IReadOnlyList<ModeSpecificColumn> Codes { get; }

    /// <summary>The transforms of the columns that have normal scores, in the table's order.</summary>
    public IReadOnlyList<QuantileTransform> Transforms { get; }

    /// <summary>Decides each column's code; deterministic.</summary>
    public static QuantileEncoder Fit(Table table, QuantileOptions options, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        // One mode stands for "a number": where it lies is the quantile transform's business.
        ModeSpecificOptions coding = new()
        {
            MaxDistinctAsLevels = options.MaxDistinctAsLevels,
            SpikeShare = options.SpikeShare,
            MaxLevels = options.MaxLevels,
            Mixture = new BayesianMixtureOptions { Components = 1 },
        };
        (ModeSpecificColumn Code, QuantileTransform? Transform)[] fitted = context.Map(table.Columns.Count, (j, _) =>
        {
            ModeSpecificColumn code = ModeSpecificFit.Of(table.Columns[j], coding);
            return (code, code.HasValue ? Transform(table.Columns[j], code, options) : null);
        });
        return new QuantileEncoder(TableLayout.Of(table), [.. fitted.Select(f => f.Code)],
            [.. fitted.Select(f => f.Transform).OfType<QuantileTransform>()]);
    }

    /// <summary>Codes rows of the table that the encoder was fitted to.</summary>
    /// <exception cref="CausalLoomException">A level or number was not among the rows the encoder was fitted to.</exception>
    public QuantileRows Encode(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        bool landmarks = Transforms.Any(t => t.Rule == QuantileRule.Landmarks);
        QuantileRows rows = new(table.Rows, Codes.Count, Transforms.Count, landmarks);
        int value = 0;
        for (int j = 0; j < Codes.Count; j++)
        {
            double[] numbers = ModeSpecificGroups.Numbers(table.Columns[j]);
            for (int i = 0; i < table.Rows; i++)
            {
                (int category, int place) = Code(j, Codes[j].HasValue ? value : -1, numbers[i]);
                rows.Categories[((long)i * rows.Columns) + j] = category >= 0 ? category : throw Unseen(table.Columns[j], i);
                if (Codes[j].HasValue)
                {
                    long at = ((long)i * rows.ValueColumns) + value;
                    rows.Places[at] = place;
                    if (landmarks && place >= 0)
                    {
                        rows.Scores[at] = (float)Transforms[value].Score(numbers[i], 0.5);
                    }
                }
            }

            value += Codes[j].HasValue ? 1 : 0;
        }

        return rows;
    }

    /// <summary>The normal score of a coded row's number, drawn within its atom; a standard normal where it has none.</summary>
    /// <param name="rows">The coded rows.</param>
    /// <param name="row">The row.</param>
    /// <param name="value">The value column.</param>
    /// <param name="uniform">Where within the atom, in (0, 1).</param>
    internal double Score(QuantileRows rows, int row, int value, double uniform)
    {
        long at = ((long)row * rows.ValueColumns) + value;
        int place = rows.Places[at];
        return place < 0 ? QuantileTransform.Normal(uniform) : rows.Scores.Length > 0 ? rows.Scores[at]
            : Transforms[value].ScoreAt(place, uniform);
    }

    /// <summary>
    /// The category of a number or level code (NaN = missing) in column j, and its place among its numbers, −1 where it has none.
    /// </summary>
    private (int Category, int Place) Code(int j, int value, double x)
    {
        ModeSpecificColumn code = Codes[j];
        if (double.IsNaN(x))
        {
            return (code.HasMissing ? code.MissingCategory : -1, -1);
        }

        int category = code.AtomCategory(x);
        if (category >= 0 || value < 0)
        {
            return (category, -1);
        }

        int place = Transforms[value].Rule == QuantileRule.Landmarks ? 0 : Transforms[value].Place(x);
        return (place >= 0 ? 0 : -1, place);
    }

    /// <summary>The number, or level code, of a category in column j; NaN for missing.</summary>
    /// <param name="j">The column.</param>
    /// <param name="category">Its category; not 0 for a column with numbers.</param>
    /// <param name="pick">A uniform number that picks out of the pool.</param>
    internal double Decode(int j, int category, double pick) => Codes[j].Decode(category, 0, pick);

    /// <summary>Writes what <see cref="Load"/> needs.</summary>
    internal void Save(ModelState state)
    {
        state.Settings["encoder"] = new JsonObject
        {
            ["layout"] = Layout.ToJson(),
            ["codes"] = new JsonArray([.. Codes.Select(c => (JsonNode)ModeSpecificJson.Write(c))]),
            ["transforms"] = new JsonArray(
                [.. Transforms.Select(t => (JsonNode)new JsonObject { ["rule"] = t.Rule.ToString(), ["knots"] = t.Values.Count })]),
        };
        for (int v = 0; v < Transforms.Count; v++)
        {
            state.Tensors[$"values.{v}"] = new Tensor([.. Transforms[v].Values], Transforms[v].Values.Count);
            state.Tensors[$"counts.{v}"] = new Tensor([.. Transforms[v].Counts], Transforms[v].Counts.Count);
        }
    }

    /// <summary>The encoder that <see cref="Save"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    internal static QuantileEncoder Load(ModelState state)
    {
        JsonNode? json = state.Settings["encoder"];
        TableLayout layout = TableLayout.FromJson(LayoutJson.Get(json, "layout"));
        ModeSpecificColumn[] codes = [.. LayoutJson.Array(json, "codes").Select(ModeSpecificJson.Read)];
        QuantileTransform[] transforms = [.. LayoutJson.Array(json, "transforms").Select((t, v) => LoadTransform(state, t, v))];
        return codes.Length == layout.Columns.Count && codes.Count(c => c.HasValue) == transforms.Length
            ? new QuantileEncoder(layout, codes, transforms)
            : throw LayoutJson.Damaged("codes");
    }

    private static QuantileTransform LoadTransform(ModelState state, JsonNode? json, int v)
    {
        double knots = LayoutJson.Get(json, "knots") is { } saved ? LayoutJson.Number(saved, "knots") : 0;
        if (knots is < 1 or > int.MaxValue || !Enum.TryParse(LayoutJson.String(json, "rule"), out QuantileRule rule)
            || !Enum.IsDefined(rule))
        {
            throw LayoutJson.Damaged("transforms");
        }

        double[] values = state.Doubles($"values.{v}", (int)knots), counts = state.Doubles($"counts.{v}", (int)knots);
        bool ordered = !Enumerable.Range(1, values.Length - 1).Any(k => !(values[k] > values[k - 1]));
        return ordered && counts.All(c => c >= 1) ? new QuantileTransform(values, counts, rule) : throw LayoutJson.Damaged("transforms");
    }

    private static QuantileTransform Transform(Column column, ModeSpecificColumn code, QuantileOptions options)
    {
        double[] sample = [.. column.ToNumbers().Where(x => !double.IsNaN(x) && code.AtomCategory(x) < 0)];
        return options.RowsPerLandmark is { } each
            ? QuantileTransform.Landmarks(sample, Math.Max(Math.Min(sample.Length / each, 1000), 10))
            : QuantileTransform.Of(sample, column.Type == ColumnType.Integer);
    }

    private static CausalLoomException Unseen(Column column, int row) =>
        new($"Column {CellText.Show(column.Name)} has '{column.TextAt(row)}' in row {row + 1}, which was not among the rows "
            + $"that the model was fitted to.");
}
