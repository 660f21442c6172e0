using CausalLoom.Generators.Margins;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Flow;

/// <summary>
/// Draws rows column after column: a flow at random, a category from its law, and for the continuum the inverse of its
/// spline at a normal draw. Every cell is coded for the columns after it just as training codes it.
/// </summary>
internal sealed class FlowSampler
{
    private const int Chunk = 512;
    private const int CalibrationDraws = 4096;

    private readonly FlowLaw _law;
    private readonly AffineSpline _spline;

    internal FlowSampler(FlowLaw law)
    {
        _law = law;
        _spline = new AffineSpline(law.Layout.Spline);
    }

    /// <summary>Numbers or level codes, [column][row]; NaN where missing.</summary>
    internal double[][] Draw(int rows, RandomStream stream)
    {
        double[][] drawn = [.. _law.Layout.Columns.Select(_ => new double[rows])];
        MaskedPass[][]? passes = null;

        // A spline has workspace: whoever draws has one of their own.
        FlowSampler own = new(_law);
        for (int start = 0; start < rows; start += Chunk)
        {
            int count = Math.Min(Chunk, rows - start);
            passes = passes is { Length: > 0 } && passes[0][0].Rows == count ? passes : Passes(count);
            own.DrawChunk(passes, drawn, start, count, stream.Child(start), calibrate: false);
        }

        return drawn;
    }

    /// <summary>
    /// Sets offsets and maps, column after column, each given the calibrated columns before it: shifts of logits that make
    /// average probabilities the data's frequencies, and maps that make scores standard normal.
    /// </summary>
    internal void Calibrate(RandomStream stream)
    {
        double[][] drawn = [.. _law.Layout.Columns.Select(_ => new double[CalibrationDraws])];
        DrawChunk(Passes(CalibrationDraws), drawn, 0, CalibrationDraws, stream, calibrate: true);
    }

    private MaskedPass[][] Passes(int rows) => [.. _law.Members.Select(m => m.Networks.Select(n => new MaskedPass(n, rows)).ToArray())];

    private void DrawChunk(MaskedPass[][] passes, double[][] drawn, int start, int count, RandomStream stream, bool calibrate)
    {
        foreach (MaskedPass pass in passes.SelectMany(p => p))
        {
            pass.Restart();
        }

        int[] categories = new int[count];
        float[] scores = new float[count];
        double[] z = new double[count];
        for (int j = 0; j < _law.Layout.Columns.Length; j++)
        {
            FlowColumn column = _law.Layout.Columns[j];
            float[][] outputs = [.. passes.Select((p, k) => Outputs(p[_law.Members[k].Choice[j]], j, count))];
            if (calibrate && column.HasLevels)
            {
                CategoryOffsets.Fit(Logits(outputs, column, count), column.Frequencies(), 1).CopyTo(_law.Offsets[j], 0);
            }

            DrawCells(outputs, j, categories, z, stream.Child(j));
            if (calibrate && column.HasContinuum)
            {
                _law.Maps[j] = FlowMap.Of([.. z.Where((_, i) => categories[i] == 0)]);
            }

            Decode(j, categories, z, scores, drawn[j].AsSpan(start, count), stream.Child(j).Child("levels"));
            foreach (MaskedPass pass in passes.SelectMany(p => p))
            {
                pass.Feed(column.HasContinuum ? scores : [], column.HasLevels ? categories : []);
            }
        }
    }

    private float[] Outputs(MaskedPass pass, int column, int count)
    {
        float[] outputs = new float[count * _law.Layout.Masked[column].Outputs];
        pass.Outputs(outputs);
        return outputs;
    }

    /// <summary>The logits of all flows, one draw after another.</summary>
    private static double[] Logits(float[][] outputs, FlowColumn column, int count)
    {
        int categories = column.Categories, each = outputs[0].Length / count;
        double[] logits = new double[outputs.Length * count * categories];
        int at = 0;
        foreach (float[] output in outputs)
        {
            for (int i = 0; i < count; i++)
            {
                for (int k = 0; k < categories; k++)
                {
                    logits[at++] = output[(i * each) + k];
                }
            }
        }

        return logits;
    }

    private void DrawCells(float[][] outputs, int j, int[] categories, double[] z, RandomStream stream)
    {
        FlowColumn column = _law.Layout.Columns[j];
        int each = _law.Layout.Masked[j].Outputs, logits = FlowLayout.Logits(column);
        if (each == 0)
        {
            Array.Clear(categories);
            return;
        }

        double[] wide = new double[logits], p = new double[logits];
        for (int i = 0; i < categories.Length; i++)
        {
            ReadOnlySpan<float> output = outputs[outputs.Length == 1 ? 0 : stream.NextInt(outputs.Length)].AsSpan(i * each, each);
            for (int k = 0; k < logits; k++)
            {
                wide[k] = output[k];
            }

            CategoryOffsets.Probabilities(wide, _law.Offsets[j], 1, p);
            categories[i] = logits == 0 ? 0 : stream.NextCategory(p);
            z[i] = 0;
            if (column.HasContinuum && categories[i] == 0)
            {
                _spline.Read(output[logits..]);
                z[i] = _spline.FromNoise(stream.NextNormal());
            }
        }
    }

    private void Decode(int j, int[] categories, double[] z, float[] scores, Span<double> numbers, RandomStream stream)
    {
        FlowColumn column = _law.Layout.Columns[j];
        for (int i = 0; i < categories.Length; i++)
        {
            scores[i] = 0;
            if (column.HasContinuum && categories[i] == 0)
            {
                double score = _law.Maps[j] is { } map ? map.Forward(z[i]) : z[i];
                (numbers[i], scores[i]) = column.At(NormalScores.Cdf(score));
            }
            else
            {
                numbers[i] = column.Atom(categories[i], stream.NextDouble());
            }
        }
    }
}
