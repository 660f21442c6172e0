using CausalLoom.Generators.Autoregressive.Tokens;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Autoregressive.Argn;

/// <summary>Draws rows column by column, each from the average of its networks' probabilities given the columns known by then.</summary>
internal sealed class ArgnSampler : ITokenSampler
{
    private const int Chunk = 512;

    private readonly TokenLayout _layout;
    private readonly ArgnNetwork[][] _networks;
    private readonly int[][] _ofColumn;

    /// <param name="layout">How columns enter the networks.</param>
    /// <param name="networks">[target][member].</param>
    /// <param name="orders">The orders of generation.</param>
    /// <param name="zeros">What is excluded.</param>
    /// <param name="factors">[order][target]: the calibration of rates; empty arrays where there is none yet.</param>
    internal ArgnSampler(TokenLayout layout, ArgnNetwork[][] networks, TokenOrders orders, StructuralZeros zeros, double[]?[][] factors)
    {
        _layout = layout;
        _networks = networks;
        Orders = orders;
        Zeros = zeros;
        Factors = factors;
        _ofColumn = [.. layout.Columns.Select((_, j) =>
            Enumerable.Range(0, networks.Length).Where(t => networks[t][0].Target.Column == j).ToArray())];
    }

    public TokenOrders Orders { get; }

    internal StructuralZeros Zeros { get; }

    internal double[]?[][] Factors { get; }

    internal ArgnNetwork[][] Networks => _networks;

    /// <summary>The targets of a column, in the order that they are drawn in.</summary>
    internal ReadOnlySpan<int> TargetsOf(int column) => _ofColumn[column];

    /// <inheritdoc />
    public void Complete(TokenRows rows, int order, bool calibrated, RandomStream stream) =>
        Complete(rows, order, calibrated ? Factors[order] : null, false, stream);

    /// <summary>Fits the factors of an order by drawing rows in it, each column from rates already calibrated.</summary>
    internal void Calibrate(int order, int draws, RandomStream stream)
    {
        TokenRows rows = new(draws, _layout.Columns.Length);
        Complete(rows, order, Factors[order], true, stream);
    }

    /// <summary>The average of the members' probabilities of a target's outcomes [row × outcome].</summary>
    internal double[] Probabilities(int target, TokenRows rows, ReadOnlySpan<int> which, TokenBatch batch)
    {
        ArgnNetwork[] members = _networks[target];
        int outcomes = members[0].Target.Count, columns = rows.Columns;
        double[] p = new double[which.Length * outcomes];
        Segment[] segments = [new Segment(0, outcomes)];
        batch.Tape.Training = false;
        for (int start = 0; start < which.Length; start += Chunk)
        {
            ReadOnlySpan<int> chunk = which.Slice(start, Math.Min(Chunk, which.Length - start));
            for (int i = 0; i < chunk.Length; i++)
            {
                rows.Known.AsSpan(chunk[i] * columns, columns).CopyTo(batch.Known.AsSpan(i * columns, columns));
            }

            foreach (ArgnNetwork network in members)
            {
                batch.Tape.Reset();
                ReadOnlySpan<float> q = batch.Tape.Softmax(network.Logits(batch, rows.Tokens, chunk, null), segments).Value;
                Span<double> sum = p.AsSpan(start * outcomes, q.Length);
                for (int k = 0; k < q.Length; k++)
                {
                    sum[k] += q[k] / members.Length;
                }
            }
        }

        return p;
    }

    internal TokenBatch NewBatch() => new(_layout, Chunk);

    private void Complete(TokenRows rows, int order, double[]?[]? factors, bool fit, RandomStream stream)
    {
        TokenBatch batch = NewBatch();
        foreach (int j in Orders[order])
        {
            int[] which = [.. Enumerable.Range(0, rows.Count).Where(i => !rows.Given[(i * rows.Columns) + j])];
            RandomStream draws = stream.Child(j);
            foreach (int t in which.Length == 0 ? [] : _ofColumn[j])
            {
                double[] p = Probabilities(t, rows, which, batch);
                TokenTarget target = _networks[t][0].Target;
                if (fit && !target.IsMember)
                {
                    TokenDraw.Constrain(p, target, null, rows, which, Zeros);
                    factors![t] = RateFactors.Fit(p, target.Counts());
                }

                TokenDraw.Constrain(p, target, factors?[t], rows, which, Zeros);
                TokenDraw.Draw(p, target, rows, which, draws);
            }

            foreach (int i in which)
            {
                rows.Known[(i * rows.Columns) + j] = true;
            }
        }
    }
}
