using System.Text.Json.Nodes;
using CausalLoom.Io;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Data.Encoders;

/// <summary>
/// Mode-specific normalisation (Xu et al., "Modeling tabular data using conditional GAN", NeurIPS 2019, §4.2): a number
/// becomes one of its mixture's modes and its place within it. Beyond the paper, missingness and numbers on which many
/// rows agree exactly are categories too, so zero-inflated and incomplete clinical columns come back as they were.
/// </summary>
public sealed class ModeSpecificEncoder
{
    private readonly bool _sampleModes;

    internal ModeSpecificEncoder(TableLayout layout, ModeSpecificColumn[] columns, bool sampleModes)
    {
        Layout = layout;
        Columns = columns;
        _sampleModes = sampleModes;
        ValueColumns = columns.Count(c => c.HasValue);
    }

    /// <summary>The columns' codes, in the table's order.</summary>
    public IReadOnlyList<ModeSpecificColumn> Columns { get; }

    /// <summary>The columns' types, levels, decimals and ranges.</summary>
    public TableLayout Layout { get; }

    /// <summary>How many columns have a value beside their category.</summary>
    public int ValueColumns { get; }

    /// <summary>Decides each column's code and fits its modes; deterministic, one column a thread.</summary>
    public static ModeSpecificEncoder Fit(Table table, ModeSpecificOptions options, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        ModeSpecificColumn[] columns = context.Map(table.Columns.Count, (j, _) => ModeSpecificFit.Of(table.Columns[j], options));
        return new ModeSpecificEncoder(TableLayout.Of(table), columns, options.SampleModes);
    }

    /// <summary>Codes rows of a table with the same columns.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="stream">Draws each value's mode from its responsibilities where the options say so.</param>
    /// <exception cref="CausalLoomException">A level or a discrete number was not among the rows the encoder was fitted to.</exception>
    public ModeSpecificRows Encode(Table table, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(stream);
        ModeSpecificRows rows = new(table.Rows, Columns.Count, ValueColumns);
        int value = 0;
        for (int j = 0; j < Columns.Count; j++)
        {
            EncodeColumn(table.Columns[j], j, value, rows, stream.Child(j));
            value += Columns[j].HasValue ? 1 : 0;
        }

        return rows;
    }

    /// <summary>The numbers, or level codes, that coded rows stand for, [column][row]; NaN where missing.</summary>
    public double[][] DecodeNumbers(ModeSpecificRows rows, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(stream);
        double[][] numbers = new double[Columns.Count][];
        int value = 0;
        for (int j = 0; j < numbers.Length; j++)
        {
            ModeSpecificColumn column = Columns[j];
            RandomStream picks = stream.Child(j);
            numbers[j] = new double[rows.Rows];
            for (int i = 0; i < rows.Rows; i++)
            {
                double v = column.HasValue ? rows.Values[((long)i * ValueColumns) + value] : 0;
                double pick = column.Pool.Length > 0 ? picks.NextDouble() : 0;
                numbers[j][i] = column.Decode(rows.Categories[((long)i * Columns.Count) + j], v, pick);
            }

            value += column.HasValue ? 1 : 0;
        }

        return numbers;
    }

    /// <summary>The table that coded rows stand for.</summary>
    public Table Decode(ModeSpecificRows rows, RandomStream stream) => Layout.Build(DecodeNumbers(rows, stream));

    /// <summary>All that <see cref="FromJson"/> needs.</summary>
    public JsonObject ToJson() => new()
    {
        ["layout"] = Layout.ToJson(),
        ["sample_modes"] = _sampleModes,
        ["codes"] = new JsonArray([.. Columns.Select(c => (JsonNode)ModeSpecificJson.Write(c))]),
    };

    /// <summary>The encoder that <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The JSON is not one of an encoder.</exception>
    public static ModeSpecificEncoder FromJson(JsonNode? json)
    {
        TableLayout layout = TableLayout.FromJson(LayoutJson.Get(json, "layout"));
        ModeSpecificColumn[] columns = [.. LayoutJson.Array(json, "codes").Select(ModeSpecificJson.Read)];
        return columns.Length == layout.Columns.Count
            ? new ModeSpecificEncoder(layout, columns, LayoutJson.Boolean(json, "sample_modes"))
            : throw LayoutJson.Damaged("codes");
    }

    private void EncodeColumn(Column source, int j, int value, ModeSpecificRows rows, RandomStream stream)
    {
        ModeSpecificColumn code = Columns[j];
        double[] scores = new double[code.Modes.Length];
        DiscreteColumn? levels = source as DiscreteColumn;
        for (int i = 0; i < rows.Rows; i++)
        {
            double x = source.IsMissing(i) ? double.NaN : levels?.Codes[i] ?? source.NumberAt(i);
            int category = double.IsNaN(x) && code.HasMissing ? code.MissingCategory : code.AtomCategory(x);
            if (category < 0 && code.HasValue && !double.IsNaN(x))
            {
                category = Mode(code, x, scores, stream);
                rows.Values[((long)i * ValueColumns) + value] = (float)code.Modes[category].Encode(x);
            }

            rows.Categories[((long)i * Columns.Count) + j] = category >= 0
                ? category
                : throw new CausalLoomException($"Column {CellText.Show(source.Name)} has '{source.TextAt(i)}' in row {i + 1}, which was "
                    + $"not among the rows that the model was fitted to.");
        }
    }

    private int Mode(ModeSpecificColumn code, double x, double[] scores, RandomStream stream)
    {
        double best = double.NegativeInfinity;
        int likeliest = 0;
        for (int k = 0; k < scores.Length; k++)
        {
            scores[k] = code.Modes[k].LogScore(x);
            if (scores[k] > best)
            {
                (best, likeliest) = (scores[k], k);
            }
        }

        if (!_sampleModes || scores.Length == 1)
        {
            return likeliest;
        }

        for (int k = 0; k < scores.Length; k++)
        {
            scores[k] = Math.Exp(scores[k] - best);
        }

        return stream.NextCategory(scores);
    }
}
