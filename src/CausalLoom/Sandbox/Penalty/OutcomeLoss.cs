using CausalLoom.Generators.CausalMix;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Sandbox.Penalty;

/// <summary>
/// The outcome module's loss (arXiv 2603.03587; docs/methods/sandbox-penalty.md): the reconstruction of the observed arm, β·KL where there
/// is a latent, and the price of what the <see cref="FourMeans"/> are off the request, at the same z in both arms.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="options">The options.</param>
/// <param name="features">X, [row × features].</param>
/// <param name="arms">T.</param>
/// <param name="outcomes">Y: 0/1, or standardised.</param>
/// <param name="penalty">The request.</param>
internal sealed class OutcomeLoss(OutcomeNetwork network, PenaltyOptions options, float[] features, int[] arms, double[] outcomes,
    OutcomePenalty penalty) : IPenalisedLoss
{
    private const int Chunk = 512;

    public ParameterStore Store => network.Store;

    public (Node Derivative, double Loss, double Fidelity) Record(Tape tape, ReadOnlySpan<int> batch, RandomStream noise)
    {
        Node x = tape.Gather(features, network.Features, batch);
        Node? kl = null, z = null;
        if (network.Latent > 0)
        {
            (Node mean, Node logVariance) = Encode(tape, batch, x);
            (z, kl) = (tape.Reparameterise(mean, logVariance, noise), tape.GaussianKl(mean, logVariance));
        }

        Node[] heads = network.Decode(tape, z, x);
        float[][] gradient = [new float[heads[0].Length], new float[heads[0].Length]];
        double fidelity = Reconstruction(heads, batch, gradient) + (kl is null ? 0 : options.OutcomeBeta * kl.Scalar);
        double price = Penalise(heads, batch, gradient);
        Node derivative = kl is null
            ? tape.WeightedSum([tape.Dot(heads[0], gradient[0]), tape.Dot(heads[1], gradient[1])], [1, 1])
            : tape.WeightedSum([tape.Dot(heads[0], gradient[0]), tape.Dot(heads[1], gradient[1]), kl], [1, 1, options.OutcomeBeta]);
        return (derivative, fidelity + price, fidelity);
    }

    public double[] Constraints(Tape tape, ReadOnlySpan<int> rows, RandomStream noise)
    {
        double[] sums = new double[penalty.Groups];
        int[] counts = new int[sums.Length];
        for (int start = 0; start < rows.Length; start += Chunk)
        {
            ReadOnlySpan<int> batch = rows.Slice(start, Math.Min(Chunk, rows.Length - start));
            tape.Reset();
            Node x = tape.Gather(features, network.Features, batch);
            Node? z = null;
            if (network.Latent > 0)
            {
                (Node mean, Node logVariance) = Encode(tape, batch, x);
                z = tape.Reparameterise(mean, logVariance, noise);
            }

            (double Squares, int Count)[] part = penalty.Squares(batch, Means(network.Decode(tape, z, x)));
            for (int g = 0; g < sums.Length; g++)
            {
                (sums[g], counts[g]) = (sums[g] + part[g].Squares, counts[g] + part[g].Count);
            }
        }

        return [.. sums.Select((s, g) => s / counts[g])];
    }

    private (Node Mean, Node LogVariance) Encode(Tape tape, ReadOnlySpan<int> batch, Node x)
    {
        Node y = tape.Input(batch.Length, 1), t = tape.Input(batch.Length, 1);
        for (int i = 0; i < batch.Length; i++)
        {
            (y.Value[i], t.Value[i]) = ((float)outcomes[batch[i]], arms[batch[i]]);
        }

        return network.Encode(tape, y, x, t);
    }

    private double Reconstruction(Node[] heads, ReadOnlySpan<int> batch, float[][] gradient)
    {
        bool likelihood = options.Covariates.Reconstruction == CausalMixReconstruction.Likelihood;
        double sum = 0, share = 1.0 / batch.Length;
        for (int i = 0; i < batch.Length; i++)
        {
            int arm = arms[batch[i]];
            Span<float> slopes = gradient[arm].AsSpan(i * heads[arm].Columns, heads[arm].Columns);
            double y = outcomes[batch[i]];
            sum += likelihood
                ? network.Heads.NegativeLog(heads[arm].Row(i), arm, y, share, slopes)
                : network.Heads.SquaredError(heads[arm].Row(i), arm, y, share, slopes);
        }

        return sum * share;
    }

    private double[] Means(Node[] heads)
    {
        double[] means = FourMeans.Array(heads[0].Rows);
        for (int row = 0; row < heads[0].Rows; row++)
        {
            for (int arm = 0; arm < 2; arm++)
            {
                for (int a = 0; a < 2; a++)
                {
                    means[FourMeans.Place(row, a, arm)] = network.Heads.Mean(heads[arm].Row(row), a).Mean;
                }
            }
        }

        return means;
    }

    private double Penalise(Node[] heads, ReadOnlySpan<int> batch, float[][] gradient)
    {
        double[] means = Means(heads), slopes = new double[means.Length];
        double price = penalty.Value(batch, means, slopes);
        for (int row = 0; row < batch.Length; row++)
        {
            for (int arm = 0; arm < 2; arm++)
            {
                for (int a = 0; a < 2; a++)
                {
                    double slope = slopes[FourMeans.Place(row, a, arm)] * network.Heads.Mean(heads[arm].Row(row), a).Slope;
                    gradient[arm][(row * heads[arm].Columns) + a] += (float)slope;
                }
            }
        }

        return price;
    }
}
