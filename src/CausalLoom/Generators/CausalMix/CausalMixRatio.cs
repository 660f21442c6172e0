using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.CausalMix;

/// <summary>
/// log p(x | T = 1) − log p(x | T = 0) of rows under an X | T module, each density by importance sampling: log mean of
/// p(x | z, t) p(z | t)/q(z | x) over draws z from the encoder, the same draws for both arms (Burda et al., "Importance weighted
/// autoencoders", ICLR 2016). Biased towards 0 where draws are few, without bias in the limit. The densities are those that are drawn
/// from: temperature and calibrated offsets included; the quantile maps are the same in both arms and cancel.
/// </summary>
internal static class CausalMixRatio
{
    private const int Chunk = 128;

    /// <summary>The log ratio of each row; NaN where numbers are drawn at their means, which have no density.</summary>
    internal static double[] LogRatio(CausalMixModel model, Table covariates, int draws, RandomStream stream) =>
        LogRatio(model, model.Encoder.Encode(model.Groups.Merge(covariates), stream.Child("modes")), draws, stream);

    /// <summary>
    /// The same of rows as they were drawn, which calibrated margins have moved since: exact where coding moved rows anew is not.
    /// </summary>
    internal static double[] LogRatio(CausalMixModel model, ModeSpecificRows coded, int draws, RandomStream stream)
    {
        double[] ratio = new double[coded.Rows];
        CausalMixSampler sampler = model.Sampler;
        if (sampler.Options.Reconstruction != CausalMixReconstruction.Likelihood || draws < 1)
        {
            Array.Fill(ratio, double.NaN);
            return ratio;
        }

        if (sampler.Network is not { } network)
        {
            return ratio;
        }

        RandomStream noise = stream.Child("latent");
        Tape tape = new() { Training = false };
        int[] rows = [.. Enumerable.Range(0, ratio.Length)];
        for (int start = 0; start < rows.Length; start += Chunk)
        {
            Fill(sampler, network, coded, rows.AsSpan(start, Math.Min(Chunk, rows.Length - start)), draws, tape, noise, ratio);
        }

        return ratio;
    }

    /// <summary>
    /// log p(x, z | T = 0) − log p(x, z | T = 1) of rows at z = the encoder's mean: with one prior for both arms, what the paper's code
    /// calls overlap. One z says nothing of ∫ p(x, z | t) dz. Heads are as trained, without calibrated offsets; where numbers are drawn at
    /// their
    /// means they have unit variance, as in training.
    /// </summary>
    internal static double[] AtPosteriorMean(CausalMixModel model, Table covariates, RandomStream stream)
    {
        double[] ratio = new double[covariates.Rows];
        CausalMixSampler sampler = model.Sampler;
        if (sampler.Network is not { } network)
        {
            return ratio;
        }

        ModeSpecificRows coded = model.Encoder.Encode(model.Groups.Merge(covariates), stream.Child("modes"));
        Tape tape = new() { Training = false };
        int[] rows = [.. Enumerable.Range(0, ratio.Length)];
        for (int start = 0; start < rows.Length; start += Chunk)
        {
            ReadOnlySpan<int> chunk = rows.AsSpan(start, Math.Min(Chunk, rows.Length - start));
            tape.Reset();
            (Node z, _) = network.Encode(tape, coded, chunk);
            double[][] log = Priors(sampler.Prior!, z);
            for (int arm = 0; arm < 2; arm++)
            {
                AddHeads(sampler, network, coded, chunk, arm, tape, z, log[arm]);
            }

            for (int i = 0; i < chunk.Length; i++)
            {
                ratio[chunk[i]] = log[0][i] - log[1][i];
            }
        }

        return ratio;
    }

    /// <summary>Adds log p(x | z, t) of rows at one z each.</summary>
    private static void AddHeads(CausalMixSampler sampler, CausalMixNetwork network, ModeSpecificRows coded, ReadOnlySpan<int> rows,
        int arm, Tape tape, Node z, double[] log)
    {
        int[] arms = new int[rows.Length];
        Array.Fill(arms, arm);
        Node heads = network.Decode(tape, z, arms);
        for (int i = 0; i < rows.Length; i++)
        {
            log[i] += sampler.Options.Reconstruction == CausalMixReconstruction.Likelihood
                ? network.Heads.LogDensity(heads.Row(i), coded, rows[i], 0, [])
                : network.Heads.UnitLogDensity(heads.Row(i), coded, rows[i], 0, []);
        }
    }

    private static void Fill(CausalMixSampler sampler, CausalMixNetwork network, ModeSpecificRows coded, ReadOnlySpan<int> rows, int draws,
        Tape tape, RandomStream noise, double[] ratio)
    {
        tape.Reset();
        (Node mean, Node logVariance) = network.Encode(tape, coded, rows);
        Node z = tape.Input(rows.Length * draws, network.Latent);
        double[] proposal = Propose(mean, logVariance, draws, z, noise);
        double[][] log = [new double[proposal.Length], new double[proposal.Length]];
        double[][] prior = Priors(sampler.Prior!, z);
        float[] head = new float[network.Heads.Width];
        for (int arm = 0; arm < 2; arm++)
        {
            int[] arms = new int[proposal.Length];
            Array.Fill(arms, arm);
            Node heads = network.Decode(tape, z, arms);
            for (int at = 0; at < proposal.Length; at++)
            {
                Calibrate(sampler, network, heads.Row(at), arm, head);
                log[arm][at] = network.Heads.LogDensity(head, coded, rows[at / draws], 0, []) + prior[arm][at] - proposal[at];
            }
        }

        for (int i = 0; i < rows.Length; i++)
        {
            ratio[rows[i]] = LogSum(log[1].AsSpan(i * draws, draws)) - LogSum(log[0].AsSpan(i * draws, draws));
        }
    }

    /// <summary>log p(z | t), [arm][row]; worked out once where the prior is one for both arms.</summary>
    private static double[][] Priors(CausalMixPrior prior, Node z)
    {
        double[][] log = [new double[z.Rows], new double[z.Rows]];
        double[] point = new double[z.Columns];
        for (int at = 0; at < z.Rows; at++)
        {
            for (int k = 0; k < point.Length; k++)
            {
                point[k] = z.Row(at)[k];
            }

            log[0][at] = prior.LogDensity(point, 0);
            log[1][at] = prior.Mixtures.Length > 1 ? prior.LogDensity(point, 1) : log[0][at];
        }

        return log;
    }

    /// <summary>Draws of z and their log density, without its constant.</summary>
    private static double[] Propose(Node mean, Node logVariance, int draws, Node z, RandomStream noise)
    {
        double[] log = new double[z.Rows];
        for (int at = 0; at < log.Length; at++)
        {
            Span<float> m = mean.Row(at / draws), v = logVariance.Row(at / draws), point = z.Row(at);
            for (int k = 0; k < point.Length; k++)
            {
                double e = noise.NextNormal();
                point[k] = (float)(m[k] + (Math.Exp(0.5 * v[k]) * e));
                log[at] -= 0.5 * ((e * e) + v[k]);
            }
        }

        return log;
    }

    /// <summary>The heads with logits as they are drawn from.</summary>
    private static void Calibrate(CausalMixSampler sampler, CausalMixNetwork network, ReadOnlySpan<float> heads, int arm,
        float[] calibrated)
    {
        heads.CopyTo(calibrated);
        sampler.Shift(calibrated, arm);
        int first = network.Heads.Logits;
        for (int c = 0; c < sampler.Offsets.Length; c++)
        {
            calibrated[first + c] = (float)((calibrated[first + c] / sampler.Temperature) + sampler.Offsets[c]);
        }
    }

    private static double LogSum(ReadOnlySpan<double> logs)
    {
        double max = double.NegativeInfinity, sum = 0;
        foreach (double l in logs)
        {
            max = Math.Max(max, l);
        }

        foreach (double l in logs)
        {
            sum += Math.Exp(l - max);
        }

        return max + Math.Log(sum);
    }
}
