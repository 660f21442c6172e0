using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Margins;

namespace CausalLoom.Generators.Diffusion;

/// <summary>
/// Calibrates a trained diffusion's margins. Levels: offsets of the logits, the same at every time, by rounds of drawing rows and
/// adding ln(frequency in the data/frequency drawn). Numbers: quantile maps from the drawn scores to the data.
/// </summary>
internal static class TabDdpmCalibration
{
    private const int Draws = 4096, Rounds = 3;

    /// <summary>Sets the sampler's offsets and gives the map of every column with numbers.</summary>
    internal static QuantileMap[] Calibrate(QuantileEncoder encoder, DiffusionLayout layout, ReverseDiffusion sampler, QuantileRows rows,
        FitContext context)
    {
        double[] target = Frequencies(layout, rows.Rows, (i, b) => rows.Categories[((long)i * rows.Columns) + layout.BlockColumns[b]]);
        int rounds = layout.Blocks > 0 ? Rounds : 0;
        DiffusionRows drawn = sampler.Draw(Draws, context.Stream.Child(0));
        for (int round = 1; round <= rounds; round++)
        {
            context.Report("Calibrating the margins", round / (rounds + 1.0));
            Shift(layout, sampler.Offsets, target, drawn);
            drawn = sampler.Draw(Draws, context.Stream.Child(round));
        }

        return [.. encoder.Transforms.Select((transform, v) => Map(transform, layout, drawn, v))];
    }

    private static void Shift(DiffusionLayout layout, double[] offsets, double[] target, DiffusionRows drawn)
    {
        double[] made = Frequencies(layout, drawn.Rows, (i, b) => drawn.Levels[(i * layout.Blocks) + b]);
        for (int k = 0; k < offsets.Length; k++)
        {
            // Half a draw keeps what was not drawn this time finite.
            double half = 0.5 / drawn.Rows;
            offsets[k] += Math.Log((target[k] + half) / (made[k] + half));
        }
    }

    private static double[] Frequencies(DiffusionLayout layout, int rows, Func<int, int, int> level)
    {
        double[] frequencies = new double[layout.CategoryWidth];
        for (int i = 0; i < rows; i++)
        {
            for (int b = 0; b < layout.Blocks; b++)
            {
                frequencies[layout.Segments[b].Start + level(i, b)] += 1.0 / rows;
            }
        }

        return frequencies;
    }

    private static QuantileMap Map(QuantileTransform transform, DiffusionLayout layout, DiffusionRows drawn, int value)
    {
        int block = layout.BlockOf[layout.ValueColumns[value]];
        List<double> scores = [];
        for (int i = 0; i < drawn.Rows; i++)
        {
            if (block < 0 || drawn.Levels[(i * layout.Blocks) + block] == 0)
            {
                scores.Add(drawn.Values[(i * layout.Values) + value]);
            }
        }

        return QuantileMap.Of(scores, TabDdpmModel.Margin(transform));
    }
}
