using CausalLoom.Numerics.Neural;

namespace CausalLoom.Generators.Flow;

/// <summary>
/// The exact log-likelihood of coded rows: the sum over columns of the log of the flows' mean conditional law. A category and
/// a number that repeats count with their probability, a number that does not with the density of its normal score.
/// </summary>
internal sealed class FlowDensity
{
    private const int Chunk = 256;
    private readonly FlowLaw _law;
    private readonly FlowCell _cell;

    internal FlowDensity(FlowLaw law)
    {
        _law = law;
        _cell = new FlowCell(law.Layout);
    }

    internal double[] Of(FlowRows rows)
    {
        double[] densities = new double[rows.Rows];
        Tape[][] tapes = [.. _law.Members.Select(m => m.Networks.Select(_ => new Tape { Training = false }).ToArray())];
        for (int start = 0; start < rows.Rows; start += Chunk)
        {
            int count = Math.Min(Chunk, rows.Rows - start);
            Node[][] outputs =
                [.. _law.Members.Select((m, k) => m.Networks.Select((n, s) => Forward(tapes[k][s], n, rows, start, count)).ToArray())];
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

    private double Row(Node[][] outputs, FlowRows rows, int output, int row)
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

            Segment segment = _law.Members[0].Networks[0].OutputOf(j);
            for (int k = 0; k < each.Length; k++)
            {
                Node chosen = outputs[k][_law.Members[k].Choice[j]];
                each[k] = _cell.Log(chosen.Row(output).Slice(segment.Start, segment.Length), rows, (row * rows.Columns) + j, j,
                    _law.Offsets[j], _law.Maps[j]);
            }

            total += LogMean(each);
        }

        return total;
    }

    private static double LogMean(double[] logs)
    {
        double max = logs.Max();
        return double.IsNegativeInfinity(max) ? max : max + Math.Log(logs.Sum(l => Math.Exp(l - max)) / logs.Length);
    }
}
