using CausalLoom.Data.Encoders;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.CausalMix;

/// <summary>
/// The X module's loss (docs/methods/generators/causalmix.md): mean reconstruction + β·KL, and with an overlap asked for λ·mean[(Δ − log
/// α)²], or the same as a constraint.
/// </summary>
internal sealed class CausalMixLoss(CausalMixNetwork network, CausalMixOptions options, ModeSpecificRows coded, int[]? arms,
    OverlapPenalty? overlap) : IPenalisedLoss
{
    private const int Chunk = 512;

    public ParameterStore Store => network.Store;

    private bool Likelihood => options.Reconstruction == CausalMixReconstruction.Likelihood;

    public (Node Derivative, double Loss, double Fidelity) Record(Tape tape, ReadOnlySpan<int> batch, RandomStream noise)
    {
        (Node mean, Node logVariance) = network.Encode(tape, coded, batch);
        Node z = tape.Reparameterise(mean, logVariance, noise), kl = tape.GaussianKl(mean, logVariance);
        Node heads = Decode(tape, z, batch, 0);
        float[] gradient = new float[heads.Length];
        double fidelity = Reconstruction(heads, batch, gradient) + (options.Beta * kl.Scalar);
        if (overlap is null)
        {
            return (tape.WeightedSum([tape.Dot(heads, gradient), kl], [1, options.Beta]), fidelity, fidelity);
        }

        Node flipped = Decode(tape, z, batch, 1);
        float[] other = new float[heads.Length];
        double penalty = Penalise(heads, flipped, batch, gradient, other);
        return (tape.WeightedSum([tape.Dot(heads, gradient), tape.Dot(flipped, other), kl], [1, 1, options.Beta]), fidelity + penalty,
            fidelity);
    }

    public double[] Constraints(Tape tape, ReadOnlySpan<int> rows, RandomStream noise)
    {
        if (overlap is null)
        {
            return [];
        }

        double sum = 0;
        for (int start = 0; start < rows.Length; start += Chunk)
        {
            ReadOnlySpan<int> batch = rows.Slice(start, Math.Min(Chunk, rows.Length - start));
            tape.Reset();
            (Node mean, Node logVariance) = network.Encode(tape, coded, batch);
            Node z = tape.Reparameterise(mean, logVariance, noise);
            double[] gaps = Gaps(Decode(tape, z, batch, 0), Decode(tape, z, batch, 1), batch);
            sum += gaps.Sum(g => g * g);
        }

        return [sum / rows.Length];
    }

    /// <summary>The heads of rows in their own arm, or the other.</summary>
    private Node Decode(Tape tape, Node z, ReadOnlySpan<int> batch, int flip)
    {
        if (arms is null)
        {
            return network.Decode(tape, z, []);
        }

        int[] own = new int[batch.Length];
        for (int i = 0; i < own.Length; i++)
        {
            own[i] = arms[batch[i]] ^ flip;
        }

        return network.Decode(tape, z, own);
    }

    private double Reconstruction(Node heads, ReadOnlySpan<int> batch, float[] gradient)
    {
        double sum = 0, share = 1.0 / batch.Length;
        for (int i = 0; i < batch.Length; i++)
        {
            Span<float> slopes = gradient.AsSpan(i * heads.Columns, heads.Columns);
            sum += Likelihood
                ? -network.Heads.LogDensity(heads.Row(i), coded, batch[i], -share, slopes)
                : network.Heads.SquaredError(heads.Row(i), coded, batch[i], share, slopes);
        }

        return sum * share;
    }

    /// <summary>Δ − log α of each row.</summary>
    private double[] Gaps(Node heads, Node flipped, ReadOnlySpan<int> batch)
    {
        double[] gaps = new double[batch.Length];
        for (int i = 0; i < gaps.Length; i++)
        {
            double own = Density(heads.Row(i), batch[i], 0, []), other = Density(flipped.Row(i), batch[i], 0, []);
            gaps[i] = (arms![batch[i]] == 0 ? own - other : other - own) - overlap!.LogAlpha[batch[i]];
        }

        return gaps;
    }

    private double Penalise(Node heads, Node flipped, ReadOnlySpan<int> batch, float[] gradient, float[] other)
    {
        double[] gaps = Gaps(heads, flipped, batch);
        double square = gaps.Sum(g => g * g) / gaps.Length;
        double weight = overlap!.Control?.Apply(0, square) ?? overlap.Weight;
        for (int i = 0; i < gaps.Length; i++)
        {
            double slope = 2 * weight * gaps[i] / gaps.Length * (arms![batch[i]] == 0 ? 1 : -1);
            Density(heads.Row(i), batch[i], slope, gradient.AsSpan(i * heads.Columns, heads.Columns));
            Density(flipped.Row(i), batch[i], -slope, other.AsSpan(i * heads.Columns, heads.Columns));
        }

        return overlap.Control?.Term(0, square) ?? (weight * square);
    }

    private double Density(ReadOnlySpan<float> head, int row, double factor, Span<float> gradient) => Likelihood
        ? network.Heads.LogDensity(head, coded, row, factor, gradient)
        : network.Heads.UnitLogDensity(head, coded, row, factor, gradient);
}
