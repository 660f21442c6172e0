using CausalLoom.Generators.Autoregressive.Tokens;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Autoregressive.Argn;

/// <summary>Draws rows column by column, each from the average of its networks' probabilities given the columns known by then.</summary>
internal sealed class ArgnSampler
{
    private const int Chunk = 512;

    private readonly ArgnLayout _layout;
    private readonly ArgnNetwork[][] _networks;
    private readonly int[][] _ofColumn;

    /// <param name="layout">How columns enter the networks.</param>
    /// <param name="networks">[target][member].</param>
    /// <param name="orders">The orders of generation.</param>
    /// <param name="zeros">What is excluded.</param>
    /// <param name="factors">[order][target]: the calibration of rates; empty arrays where there is none yet.</param>
    internal ArgnSampler(ArgnLayout layout, ArgnNetwork[][] networks, ArgnOrders orders, StructuralZeros zeros, double[]?[][] factors)
    {
        _layout = layout;
        _networks = networks;
        Orders = orders;
        Zeros = zeros;
        Factors = factors;
        _ofColumn = [.. layout.Columns.Select((_, j) => Enumerable.Range(0, networks.Length).Where(t => networks[t][0].Target.Column == j).ToArray())];
    }

    internal ArgnOrders Orders { get; }

    internal StructuralZeros Zeros { get; }

    internal double[]?[][] Factors { get; }

    internal ArgnNetwork[][] Networks => _networks;

    internal ArgnLayout Layout => _layout;

    /// <summary>The targets of a column, in the order that they are drawn in.</summary>
    internal ReadOnlySpan<int> TargetsOf(int column) => _ofColumn[column];

    /// <summary>Draws what is not given of rows, in one of the orders but what is given first.</summary>
    /// <param name="rows">Completed in place.</param>
    /// <param name="order">The order.</param>
    /// <param name="calibrated">Whether the order's factors apply: they are for rows of which nothing was given.</param>
    /// <param name="stream">Where the draws come from.</param>
    internal void Complete(ArgnRows rows, int order, bool calibrated, RandomStream stream) => Complete(rows, order, calibrated ? Factors[order] : null, false, stream);

    /// <summary>Fits the factors of an order by drawing rows in it, each column from rates already calibrated.</summary>
    internal void Calibrate(int order, int draws, RandomStream stream)
    {
        ArgnRows rows = new(draws, _layout.Columns.Length);
        Complete(rows, order, Factors[order], true, stream);
    }

    /// <summary>The average of the members' probabilities of a target's outcomes [row × outcome].</summary>
    internal double[] Probabilities(int target, ArgnRows rows, ReadOnlySpan<int> which, ArgnBatch batch)
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

    /// <summary>Turns a row's probabilities into what is drawn from: calibrated, nothing excluded, in sum 1.</summary>
    internal void Constrain(Span<double> p, ArgnTarget target, double[]? factors, ArgnRows rows, int row)
    {
        for (int k = 0; k < p.Length && factors is { Length: > 0 }; k++)
        {
            p[k] *= factors[k];
        }

        if (target.IsMember)
        {
            p[target.Split!.Size(target.Split.Group(rows.Tokens[target.Column][row]))..].Clear();
        }

        Exclude(p, target, rows, row);
        double sum = 0;
        foreach (double x in p)
        {
            sum += x;
        }

        for (int k = 0; k < p.Length; k++)
        {
            p[k] /= sum;
        }
    }

    internal ArgnBatch NewBatch() => new(_layout, Chunk);

    private void Exclude(Span<double> p, ArgnTarget target, ArgnRows rows, int row)
    {
        if (target.Split is { } split)
        {
            if (!target.IsMember && split.MissingGroup >= 0 && !rows.MayBeMissing[target.Column])
            {
                p[split.MissingGroup] = 0;
            }

            return;
        }

        Span<double> allowed = stackalloc double[p.Length];
        p.CopyTo(allowed);
        if (target.Tokens.Missing >= 0 && !rows.MayBeMissing[target.Column])
        {
            allowed[target.Tokens.Missing] = 0;
            p[target.Tokens.Missing] = target.Tokens.Observed > 0 ? 0 : 1;
        }

        for (int j = 0; j < rows.Columns; j++)
        {
            if (Zeros.Any(target.Column, j) && rows.Known[(row * rows.Columns) + j])
            {
                foreach (int k in Zeros.Excluded(target.Column, j, rows.Tokens[j][row]))
                {
                    allowed[k] = 0;
                }
            }
        }

        // Given cells can exclude everything between them; then the network's word stands.
        if (HasMass(allowed))
        {
            allowed.CopyTo(p);
        }
    }

    private static bool HasMass(ReadOnlySpan<double> p)
    {
        double sum = 0;
        foreach (double x in p)
        {
            sum += x;
        }

        return sum > 1e-30;
    }

    private void Complete(ArgnRows rows, int order, double[]?[]? factors, bool fit, RandomStream stream)
    {
        ArgnBatch batch = NewBatch();
        foreach (int j in Orders[order])
        {
            int[] which = [.. Enumerable.Range(0, rows.Count).Where(i => !rows.Given[(i * rows.Columns) + j])];
            RandomStream draws = stream.Child(j);
            foreach (int t in which.Length == 0 ? [] : _ofColumn[j])
            {
                double[] p = Probabilities(t, rows, which, batch);
                if (fit && !_networks[t][0].Target.IsMember)
                {
                    Constrain(p, t, null, rows, which);
                    factors![t] = RateFactors.Fit(p, _networks[t][0].Target.Counts());
                }

                Draw(p, t, factors?[t], rows, which, draws);
            }

            foreach (int i in which)
            {
                rows.Known[(i * rows.Columns) + j] = true;
            }
        }
    }

    private void Constrain(double[] p, int target, double[]? factors, ArgnRows rows, int[] which)
    {
        ArgnTarget what = _networks[target][0].Target;
        for (int i = 0; i < which.Length; i++)
        {
            Constrain(p.AsSpan(i * what.Count, what.Count), what, factors, rows, which[i]);
        }
    }

    private void Draw(double[] p, int target, double[]? factors, ArgnRows rows, int[] which, RandomStream draws)
    {
        ArgnTarget what = _networks[target][0].Target;
        Constrain(p, target, factors, rows, which);
        int[] tokens = rows.Tokens[what.Column];
        for (int i = 0; i < which.Length; i++)
        {
            int outcome = draws.NextCategory(p.AsSpan(i * what.Count, what.Count));
            tokens[which[i]] = what.Split is not { } split ? outcome
                : what.IsMember ? split.Token(split.Group(tokens[which[i]]), outcome)
                : split.Token(outcome, 0);
        }
    }
}
