using CausalLoom.Generators.Margins;
using CausalLoom.Numerics.Neural;

namespace CausalLoom.Generators.Flow;

/// <summary>
/// The exact log-likelihood of coded rows: the sum over columns of the log of the networks' mean conditional law. A category and
/// a number that repeats count with their probability, a number that does not with the density of its normal score.
/// </summary>
internal sealed class FlowDensity
{
    private const int Chunk = 256;
    private readonly FlowLaw _law;
    private readonly AffineSpline _spline;

    internal FlowDensity(FlowLaw law)
    {
        _law = law;
        _spline = new AffineSpline(law.Layout.Spline);
    }

    internal double[] Of(FlowRows rows)
    {
        double[] densities = new double[rows.Rows];
        Tape[] tapes = [.. _law.Members.Select(_ => new Tape { Training = false })];
        for (int start = 0; start < rows.Rows; start += Chunk)
        {
            int count = Math.Min(Chunk, rows.Rows - start);
            Node[] outputs = [.. _law.Members.Select((m, k) => Forward(tapes[k], m, rows, start, count))];
            for (int i = 0; i < count; i++)
            {
                densities[start + i] = Row(outputs, rows, i, start + i);
            }
        }

        return densities;
    }

    private Node Forward(Tape tape, MaskedNetwork network, FlowRows rows, int start, int count)
    {
        tape.Reset();
        int[] levels = _law.Layout.LevelColumns, numbers = _law.Layout.NumberColumns;
        int[] indices = new int[count * levels.Length];
        Node? input = numbers.Length == 0 ? null : tape.Input(count, numbers.Length);
        for (int i = 0; i < count; i++)
        {
            int at = (start + i) * rows.Columns;
            for (int c = 0; c < levels.Length; c++)
            {
                int category = rows.Categories[at + levels[c]];
                indices[(i * levels.Length) + c] = category < 0 ? -1 : network.LevelAt(levels[c], category);
            }

            for (int c = 0; c < numbers.Length; c++)
            {
                input!.Row(i)[c] = rows.Scores[at + numbers[c]];
            }
        }

        return network.Apply(tape, input, indices, count, null);
    }

    private double Row(Node[] outputs, FlowRows rows, int output, int row)
    {
        double total = 0;
        double[] each = new double[outputs.Length];
        for (int j = 0; j < rows.Columns; j++)
        {
            if (_law.Layout.Masked[j].Outputs == 0)
            {
                total += rows.Categories[(row * rows.Columns) + j] < 0 ? double.NegativeInfinity : 0;
                continue;
            }

            Segment segment = _law.Members[0].OutputOf(j);
            for (int k = 0; k < each.Length; k++)
            {
                each[k] = Cell(outputs[k].Row(output).Slice(segment.Start, segment.Length), rows, (row * rows.Columns) + j, j);
            }

            total += LogMean(each);
        }

        return total;
    }

    private double Cell(ReadOnlySpan<float> output, FlowRows rows, int at, int j)
    {
        FlowColumn column = _law.Layout.Columns[j];
        int category = rows.Categories[at], logits = FlowLayout.Logits(column);
        if (category < 0)
        {
            return double.NegativeInfinity;
        }

        double log = logits == 0 ? 0 : LogProbability(output[..logits], _law.Offsets[j], category);
        if (column.HasContinuum && category == 0)
        {
            _spline.Read(output[logits..]);
            log += rows.Low[at] == rows.High[at] && !column.Margin!.IsLattice
                ? Point(rows.Scores[at], _law.Maps[j])
                : Math.Log(Below(rows.High[at], _law.Maps[j]) - Below(rows.Low[at], _law.Maps[j]));
        }

        return log;
    }

    private static double LogProbability(ReadOnlySpan<float> logits, double[] offsets, int category)
    {
        double max = double.NegativeInfinity, total = 0;
        for (int k = 0; k < logits.Length; k++)
        {
            max = Math.Max(max, logits[k] + offsets[k]);
        }

        for (int k = 0; k < logits.Length; k++)
        {
            total += Math.Exp(logits[k] + offsets[k] - max);
        }

        return logits[category] + offsets[category] - max - Math.Log(total);
    }

    private double Point(double score, FlowMap? map)
    {
        if (map is null)
        {
            return _spline.LogDensity(score);
        }

        (double z, double slope) = map.Inverse(score);
        return _spline.LogDensity(z) + slope;
    }

    /// <summary>The probability of lying below a place u.</summary>
    private double Below(double u, FlowMap? map)
    {
        if (u is <= 0 or >= 1)
        {
            return u <= 0 ? 0 : 1;
        }

        double score = NormalScores.Inverse(u), z = map is null ? score : map.Inverse(score).Value;
        return NormalScores.Cdf(_spline.ToNoise(z).Noise);
    }

    private static double LogMean(double[] logs)
    {
        double max = logs.Max();
        return double.IsNegativeInfinity(max) ? max : max + Math.Log(logs.Sum(l => Math.Exp(l - max)) / logs.Length);
    }
}
