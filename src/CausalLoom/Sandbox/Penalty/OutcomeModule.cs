using CausalLoom.Data;
using CausalLoom.Generators.CausalMix;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Penalty;

/// <summary>A fitted p(Y(0), Y(1) | x, t) in the outcome's own units.</summary>
/// <param name="Network">The network.</param>
/// <param name="Inputs">How it sees covariates.</param>
/// <param name="Prior">The law of z, or null without a latent.</param>
/// <param name="Law">The noise of a numeric outcome without a latent, or null.</param>
/// <param name="Shape">What the outcome looks like.</param>
/// <param name="Centre">What a numeric outcome was centred by; 0 for two levels.</param>
/// <param name="Scale">What it was divided by; 1 for two levels.</param>
/// <param name="Noisy">Whether a numeric outcome with a latent is drawn with its head's variance.</param>
internal sealed record OutcomeModule(
    OutcomeNetwork Network,
    OutcomeInputs Inputs,
    CausalMixPrior? Prior,
    HeteroscedasticResidualLaw? Law,
    OutcomeShape Shape,
    double Centre,
    double Scale,
    bool Noisy)
{
    private const int Chunk = 512;

    /// <summary>How many points a component of the law of z means are averaged over.</summary>
    public required int MeanDraws { get; init; }

    /// <summary>E[Y(a) | x, T = t] of rows, [2·t + a][row]; averaged over z where there is a latent.</summary>
    public double[][] Means(Table covariates)
    {
        int rows = covariates.Rows;
        float[] features = Inputs.Encode(covariates);
        double[][] means = [new double[rows], new double[rows], new double[rows], new double[rows]];
        (double[] codes, double[] weights) = Prior is null ? ([], [1]) : Prior.Points(MeanDraws);
        Tape tape = new() { Training = false };
        for (int start = 0; start < rows; start += Chunk)
        {
            int[] chunk = [.. Enumerable.Range(start, Math.Min(Chunk, rows - start))];
            for (int s = 0; s < weights.Length; s++)
            {
                AddMeans(tape, features, chunk, codes.AsSpan(s * Network.Latent, Network.Latent), weights[s], means);
            }
        }

        return means;
    }

    /// <summary>One draw of a row's pair of potential outcomes from a row of heads.</summary>
    public (double Y0, double Y1) Draw(ReadOnlySpan<float> head, RandomStream first, RandomStream second) =>
        (Draw(head, 0, first), Draw(head, 1, second));

    /// <summary>Heads of rows in arms, with z drawn from the prior for every row: calls <paramref name="use"/> for each.</summary>
    public void Heads(float[] features, int[] arms, RandomStream stream, Action<int, float[]> use)
    {
        Tape tape = new() { Training = false };
        float[] row = new float[Network.Heads.Width];
        for (int start = 0; start < arms.Length; start += Chunk)
        {
            tape.Reset();
            int[] chunk = [.. Enumerable.Range(start, Math.Min(Chunk, arms.Length - start))];
            Node x = tape.Gather(features, Network.Features, chunk);
            Node? z = null;
            if (Prior is not null)
            {
                z = tape.Input(chunk.Length, Network.Latent);
                Prior.Fill(z, [], stream);
            }

            Node[] heads = Network.Decode(tape, z, x);
            for (int i = 0; i < chunk.Length; i++)
            {
                heads[arms[chunk[i]]].Row(i).CopyTo(row);
                use(chunk[i], row);
            }
        }
    }

    private double Draw(ReadOnlySpan<float> head, int a, RandomStream stream)
    {
        double mean = Network.Heads.Mean(head, a).Mean;
        if (Shape.IsBinary)
        {
            return stream.NextBernoulli(mean) ? 1 : 0;
        }

        double value = Noisy ? mean + (OutcomeHeads.Deviation(head, a) * stream.NextNormal()) : mean;
        return Math.Clamp(Centre + (Scale * value), Shape.Minimum, Shape.Maximum);
    }

    private void AddMeans(Tape tape, float[] features, int[] chunk, ReadOnlySpan<double> code, double share, double[][] means)
    {
        tape.Reset();
        Node x = tape.Gather(features, Network.Features, chunk);
        Node? z = null;
        if (code.Length > 0)
        {
            z = tape.Input(chunk.Length, code.Length);
            for (int at = 0; at < z.Length; at++)
            {
                z.Value[at] = (float)code[at % code.Length];
            }
        }

        Node[] both = Network.Decode(tape, z, x);
        for (int t = 0; t < 2; t++)
        {
            Node heads = both[t];
            for (int i = 0; i < chunk.Length; i++)
            {
                for (int a = 0; a < 2; a++)
                {
                    means[(2 * t) + a][chunk[i]] += share * (Centre + (Scale * Network.Heads.Mean(heads.Row(i), a).Mean));
                }
            }
        }
    }
}
