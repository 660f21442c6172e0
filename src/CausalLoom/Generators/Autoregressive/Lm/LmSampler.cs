using CausalLoom.Generators.Autoregressive.Tokens;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Neural.Transformer;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Autoregressive.Lm;

/// <summary>
/// Draws rows position by position with kept keys and values, each row in an order of its own: what is given of it first.
/// </summary>
internal sealed class LmSampler : ITokenSampler
{
    private const int Chunk = 1024;

    private readonly int[][] _ofColumn;

    /// <param name="network">The trained network.</param>
    /// <param name="orders">The orders of generation.</param>
    /// <param name="zeros">What is excluded.</param>
    /// <param name="factors">[order][head]: the calibration of rates; null where there is none.</param>
    internal LmSampler(LmNetwork network, TokenOrders orders, StructuralZeros zeros, double[]?[][] factors)
    {
        Network = network;
        Orders = orders;
        Zeros = zeros;
        Factors = factors;
        _ofColumn = [.. network.Layout.Columns.Select((_, j) =>
            Enumerable.Range(0, network.Heads.Length).Where(t => network.Heads[t].Target.Column == j).ToArray())];
    }

    public TokenOrders Orders { get; }

    internal LmNetwork Network { get; }

    internal StructuralZeros Zeros { get; }

    internal double[]?[][] Factors { get; }

    /// <inheritdoc />
    public void Complete(TokenRows rows, int order, bool calibrated, RandomStream stream)
    {
        for (int start = 0; start < rows.Count; start += Chunk)
        {
            int[] which = [.. Enumerable.Range(start, Math.Min(Chunk, rows.Count - start))];
            Complete(rows, which, order, calibrated ? Factors[order] : null, false, stream.Child(start / Chunk));
        }
    }

    /// <summary>Fits the factors of an order by drawing rows in it, each column from rates already calibrated.</summary>
    internal void Calibrate(int order, int draws, RandomStream stream)
    {
        TokenRows rows = new(draws, Network.Layout.Columns.Length);
        Complete(rows, [.. Enumerable.Range(0, draws)], order, Factors[order], true, stream);
    }

    /// <summary>The columns of a row as they are fed: known ones, those to be drawn, and those given without a token.</summary>
    private int[] Order(TokenRows rows, int row, int order)
    {
        int[] active = [.. Orders[order].Where(j => Network.Layout.Columns[j].Count > 1)];
        return [.. active.OrderBy(j => rows.Known[(row * rows.Columns) + j] ? 0 : rows.Given[(row * rows.Columns) + j] ? 2 : 1)];
    }

    private void Complete(TokenRows rows, int[] which, int order, double[]?[]? factors, bool fit, RandomStream stream)
    {
        int length = Network.Active.Length;
        if (length == 0)
        {
            return;
        }

        int[][] orders = [.. which.Select(i => Order(rows, i, order))];
        DecoderSession session = new(Network.Decoder, which.Length, length);
        TokenBatch batch = new(Network.Layout, which.Length);
        batch.Tape.Training = false;
        RandomStream[] draws = [.. Enumerable.Range(0, rows.Columns).Select(j => stream.Child(j))];
        int[] next = new int[which.Length];
        for (int t = 0; t < length; t++)
        {
            Feed(session, batch, rows, which, orders, t, next);
            foreach (int j in next.Distinct().Order().ToArray())
            {
                int[] places =
                    [.. Enumerable.Range(0, which.Length).Where(i => next[i] == j && !rows.Given[(which[i] * rows.Columns) + j])];
                Draw(session, batch, rows, which, places, j, factors, fit, draws[j]);
            }
        }
    }

    /// <summary>Feeds the tokens before position t to the session and says which columns come next.</summary>
    private void Feed(DecoderSession session, TokenBatch batch, TokenRows rows, int[] which, int[][] orders, int t, int[] next)
    {
        Array.Clear(batch.Known);
        for (int i = 0; i < which.Length; i++)
        {
            next[i] = orders[i][t];
            if (t > 0)
            {
                int before = orders[i][t - 1];
                batch.Known[(i * rows.Columns) + before] = rows.Known[(which[i] * rows.Columns) + before];
            }
        }

        batch.Tape.Reset();
        session.Step(Network.Embed(batch, rows.Tokens, which, next).Value);
    }

    private void Draw(DecoderSession session, TokenBatch batch, TokenRows rows, int[] which, int[] places, int column, double[]?[]? factors,
        bool fit, RandomStream draws)
    {
        int[] drawn = [.. places.Select(i => which[i])];
        foreach (int t in places.Length == 0 ? [] : _ofColumn[column])
        {
            TokenTarget target = Network.Heads[t].Target;
            double[] p = Probabilities(session, batch, rows, drawn, places, t);
            if (fit && !target.IsMember)
            {
                TokenDraw.Constrain(p, target, null, rows, drawn, Zeros);
                factors![t] = RateFactors.Fit(p, target.Counts());
            }

            TokenDraw.Constrain(p, target, factors?[t], rows, drawn, Zeros);
            TokenDraw.Draw(p, target, rows, drawn, draws);
        }

        foreach (int i in drawn)
        {
            rows.Known[(i * rows.Columns) + column] = true;
        }
    }

    private double[] Probabilities(DecoderSession session, TokenBatch batch, TokenRows rows, int[] drawn, int[] places, int head)
    {
        TokenTarget target = Network.Heads[head].Target;
        batch.Tape.Reset();
        int width = Network.Decoder.Options.Width;
        Node hidden = batch.Tape.Gather(session.Hidden, width, places);
        ReadOnlySpan<int> groups = target.IsMember ? batch.Groups(rows.Tokens, drawn, target) : [];
        Node q = batch.Tape.Softmax(Network.Logits(batch.Tape, head, hidden, groups), [new Segment(0, target.Count)]);
        double[] p = new double[q.Length];
        for (int k = 0; k < p.Length; k++)
        {
            p[k] = q.Value[k];
        }

        return p;
    }
}
