using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Heads;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.CausalMix;

/// <summary>Fits an X module: p(X), or p(X | T) with or without an overlap to hold.</summary>
internal static class CausalMixFit
{
    private const int Chunk = 512;

    /// <summary>Fits the module.</summary>
    /// <param name="table">The covariates.</param>
    /// <param name="arms">The arm of each row, both present; or null.</param>
    /// <param name="overlap">The overlap asked for, or null.</param>
    /// <param name="options">The settings.</param>
    /// <param name="context">The context.</param>
    /// <returns>The model, and mean[(Δ − log α)²] over the training rows where an overlap was asked for.</returns>
    internal static (CausalMixModel Model, double[] Constraints) Fit(Table table, int[]? arms, OverlapPenalty? overlap,
        CausalMixOptions options, FitContext context)
    {
        CausalMixPath path = new(table, arms, null, options, context);
        if (path.IsConstant)
        {
            return (path.Constant(), overlap is null ? [] : [overlap.LogAlpha.Average(a => a * a)]);
        }

        (List<TrainingPoint> curve, double[] constraints) = path.Train(overlap, options.Schedule, context.Child("training"));
        return (path.Build(overlap, curve, context), constraints);
    }

    /// <summary>The heads of a code's columns.</summary>
    internal static CausalMixHeads Heads(ModeSpecificEncoder encoder, HeadLayout layout, ModeSpecificRows rows, CausalMixOptions options)
    {
        double[] units = CausalMixCode.Units(encoder, rows, options);
        if (!options.BoundMeans)
        {
            return new CausalMixHeads(layout, units, null, null);
        }

        double[] low = new double[units.Length], high = new double[units.Length];
        for (int v = 0; v < units.Length; v++)
        {
            double[] values = [.. Enumerable.Range(0, rows.Rows).Select(i => (double)rows.Values[((long)i * units.Length) + v])];
            (low[v], high[v]) = (units[v] * values.Min(), units[v] * values.Max());
        }

        return new CausalMixHeads(layout, units, low, high);
    }

    /// <summary>The prior of a trained network; with arms, one an arm.</summary>
    internal static CausalMixPrior Prior(CausalMixNetwork network, ModeSpecificRows rows, int[]? arms, CausalMixOptions options,
        RandomStream stream)
    {
        if (options.Prior == CausalMixPriorKind.Gaussian)
        {
            return new CausalMixPrior(network.Latent, []);
        }

        int[] kept = stream.Child("rows").Permutation(rows.Rows)[..Math.Min(rows.Rows, options.MixtureRows)];
        int[]? keptArms = arms is null ? null : Array.ConvertAll(kept, i => arms[i]);
        if (keptArms is not null && (keptArms.All(a => a == 0) || keptArms.All(a => a == 1)))
        {
            throw new CausalLoomException("A prior for each arm needs rows of both arms.");
        }

        (float[] means, float[] logVariances) = Posterior(network, rows, kept);
        var mixture = options.Mixture with { Components = options.ComponentsAsLatent ? network.Latent : options.Mixture.Components };
        return CausalMixPrior.Fit(means, logVariances, network.Latent, keptArms, mixture, stream.Child("mixture"));
    }

    /// <summary>The encoder's mean and log-variance of rows, [row × latent] each.</summary>
    internal static (float[] Means, float[] LogVariances) Posterior(CausalMixNetwork network, ModeSpecificRows coded,
        ReadOnlySpan<int> rows)
    {
        int latent = network.Latent;
        float[] means = new float[(long)rows.Length * latent], logVariances = new float[means.Length];
        Tape tape = new() { Training = false };
        for (int start = 0; start < rows.Length; start += Chunk)
        {
            ReadOnlySpan<int> chunk = rows.Slice(start, Math.Min(Chunk, rows.Length - start));
            tape.Reset();
            (Node mean, Node logVariance) = network.Encode(tape, coded, chunk);
            mean.Value.CopyTo(means.AsSpan(start * latent));
            logVariance.Value.CopyTo(logVariances.AsSpan(start * latent));
        }

        return (means, logVariances);
    }
}
