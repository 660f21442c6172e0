using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Margins;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Vae;

/// <summary>Calibrates a trained model's margins: categories by logit offsets, numbers within modes by quantile maps.</summary>
internal static class TvaeCalibration
{
    private const int Draws = 8192;

    /// <summary>Sets the sampler's offsets and gives the map of every column with a value.</summary>
    internal static QuantileMap[] Calibrate(ModeSpecificEncoder encoder, TvaeSampler sampler, Table table, ModeSpecificRows rows, RandomStream stream)
    {
        double[][] logits = sampler.Logits(Draws, stream.Child("logits"));
        for (int b = 0; b < logits.Length; b++)
        {
            Segment block = sampler.Layout.Segments[b];
            double[] frequencies = Frequencies(rows, sampler.Layout.BlockColumns[b], block.Length);
            CategoryOffsets.Fit(logits[b], frequencies, sampler.Options.Temperature).CopyTo(sampler.Offsets, block.Start);
        }

        ModeSpecificRows drawn = sampler.Draw(Draws, stream.Child("rows"));
        double[][] generated = encoder.DecodeNumbers(drawn, stream.Child("numbers"));
        return [.. sampler.Layout.ValueColumns.Select(j => Map(encoder.Columns[j], j, drawn, generated[j], table.Columns[j], rows))];
    }

    private static double[] Frequencies(ModeSpecificRows rows, int column, int categories)
    {
        double[] frequencies = new double[categories];
        for (int i = 0; i < rows.Rows; i++)
        {
            frequencies[rows.Categories[(i * rows.Columns) + column]] += 1.0 / rows.Rows;
        }

        return frequencies;
    }

    private static QuantileMap Map(ModeSpecificColumn code, int j, ModeSpecificRows drawn, double[] generated, Column column, ModeSpecificRows rows)
    {
        List<double> from = [], to = [];
        for (int i = 0; i < drawn.Rows; i++)
        {
            if (drawn.Categories[(i * drawn.Columns) + j] < code.Modes.Length)
            {
                from.Add(generated[i]);
            }
        }

        for (int i = 0; i < rows.Rows; i++)
        {
            if (rows.Categories[(i * rows.Columns) + j] < code.Modes.Length)
            {
                to.Add(column.NumberAt(i));
            }
        }

        return QuantileMap.Of(from, EmpiricalMargin.Of(to, column.Type == ColumnType.Integer));
    }
}
