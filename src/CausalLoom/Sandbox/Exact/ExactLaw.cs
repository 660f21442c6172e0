using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Exact;

/// <summary>(U, Y(0), Y(1)) of given rows and arms: U | x, T, then each potential outcome given (x, u), apart.</summary>
internal sealed record ExactLaw(ExactRow[] Rows, HeteroscedasticResidualLaw? Noise, OutcomeShape Shape, bool HasU,
    OutcomeRange? Range = null) : ISandboxLaw
{
    private readonly BoundedNoise? _bounded = Noise is not null && Range is { } range ? new BoundedNoise(Noise, range) : null;

    // Where draws of row i are centred, [2 s + u][row]; found when first drawn from.
    private readonly double[]?[] _locations = new double[4][];

    /// <inheritdoc />
    public SandboxOutcomes Draw(int[] arms, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(arms);
        ArgumentNullException.ThrowIfNull(stream);
        RandomStream latent = stream.Child("u");
        int[]? u = HasU ? [.. Rows.Select((row, i) => latent.NextBernoulli(LatentConfounder.Given(arms[i], row.Propensity, row.Imbalance))
            ? 1 : 0)] : null;
        return new SandboxOutcomes(Potential(0, u, stream.Child("y0")), Potential(1, u, stream.Child("y1")), u);
    }

    private double[] Potential(int potential, int[]? u, RandomStream stream)
    {
        double[] y = new double[Rows.Length];
        for (int i = 0; i < y.Length; i++)
        {
            int level = u?[i] ?? 0;
            double mean = Rows[i].Mean(potential, level), sigma = Rows[i].Sigma(potential);
            y[i] = Shape.IsBinary ? (stream.NextBernoulli(mean) ? 1 : 0)
                : Noise is null ? mean
                : _bounded is { } bounded ? bounded.Next(potential, Locations(bounded, potential, level)[i], sigma, stream)
                : mean + (sigma * Noise.NextEpsilon(potential, stream));
        }

        return Shape.IsBinary ? y : Shape.OnGrid(y, stream.Child("grid"));
    }

    private double[] Locations(BoundedNoise bounded, int potential, int u) =>
        _locations[(2 * potential) + u] ??= Array.ConvertAll(Rows, row =>
            bounded.Location(potential, row.Mean(potential, u), row.Sigma(potential)));
}
