using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Margins;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Heads;

/// <summary>Calibrates a trained model's margins: categories by logit offsets, numbers within modes by quantile maps.</summary>
internal static class HeadCalibration
{
    private const int MostDraws = 8192, FewestDraws = 1024, MostLogits = 1 << 24, MostValues = 1 << 17;

    /// <summary>Sets the sampler's offsets and gives the map of every column with a value.</summary>
    internal static QuantileMap[] Calibrate(ModeSpecificEncoder encoder, IHeadSampler sampler, Table table, ModeSpecificRows rows,
        RandomStream stream)
    {
        int draws = Math.Clamp(MostLogits / Math.Max(1, sampler.Layout.CategoryWidth), FewestDraws, MostDraws);
        FitOffsets(sampler, Frequencies(sampler.Layout, rows), draws, stream.Child("logits"));
        ModeSpecificRows drawn = sampler.Draw(draws, stream.Child("rows"));
        double[][] generated = encoder.DecodeNumbers(drawn, stream.Child("numbers"));
        return [.. sampler.Layout.ValueColumns.Select(j => Map(encoder.Columns[j], j, drawn, generated[j], table.Columns[j], rows))];
    }

    /// <summary>Sets the sampler's offsets so that its categories have given frequencies, [block][category].</summary>
    internal static void FitOffsets(IHeadSampler sampler, double[][] frequencies, int draws, RandomStream stream)
    {
        double[][] logits = sampler.Logits(draws, stream);
        for (int b = 0; b < logits.Length; b++)
        {
            CategoryOffsets.Fit(logits[b], frequencies[b], sampler.Temperature).CopyTo(sampler.Offsets, sampler.Layout.Segments[b].Start);
            logits[b] = [];
        }
    }

    /// <summary>How often each category of each block occurs.</summary>
    internal static double[][] Frequencies(HeadLayout layout, ModeSpecificRows rows)
    {
        double[][] frequencies = [.. layout.Segments.Select(s => new double[s.Length])];
        for (int i = 0; i < rows.Rows; i++)
        {
            for (int b = 0; b < frequencies.Length; b++)
            {
                frequencies[b][rows.Categories[((long)i * rows.Columns) + layout.BlockColumns[b]]] += 1.0 / rows.Rows;
            }
        }

        return frequencies;
    }

    /// <summary>Maps drawn numbers within modes to the data's margin, in place.</summary>
    internal static void Apply(QuantileMap[] maps, ModeSpecificEncoder encoder, HeadLayout layout, ModeSpecificRows drawn,
        double[][] numbers, RandomStream ties)
    {
        for (int v = 0; v < maps.Length; v++)
        {
            int j = layout.ValueColumns[v];
            RandomStream uniforms = ties.Child(j);
            for (int i = 0; i < drawn.Rows; i++)
            {
                if (drawn.Categories[((long)i * drawn.Columns) + j] < encoder.Columns[j].Modes.Length)
                {
                    numbers[j][i] = maps[v].Map(numbers[j][i], uniforms.NextDouble());
                }
            }
        }
    }

    private static QuantileMap Map(ModeSpecificColumn code, int j, ModeSpecificRows drawn, double[] generated, Column column,
        ModeSpecificRows rows)
    {
        List<double> from = [], to = [];
        for (int i = 0; i < drawn.Rows; i++)
        {
            if (drawn.Categories[((long)i * drawn.Columns) + j] < code.Modes.Length)
            {
                from.Add(generated[i]);
            }
        }

        for (int i = 0; i < rows.Rows; i++)
        {
            if (rows.Categories[((long)i * rows.Columns) + j] < code.Modes.Length)
            {
                to.Add(column.NumberAt(i));
            }
        }

        return QuantileMap.Of(from, EmpiricalMargin.Of(Thin(to), column.Type == ColumnType.Integer));
    }

    /// <summary>Evenly spaced order statistics, the extremes among them, where there are more than a model needs to keep.</summary>
    private static List<double> Thin(List<double> values)
    {
        if (values.Count <= MostValues)
        {
            return values;
        }

        double[] sorted = [.. values];
        Array.Sort(sorted);
        return [.. Enumerable.Range(0, MostValues).Select(k => sorted[(int)((long)k * (sorted.Length - 1) / (MostValues - 1))])];
    }
}
