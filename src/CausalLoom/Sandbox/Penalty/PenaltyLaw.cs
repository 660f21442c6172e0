using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Sandbox.Penalty;

/// <summary>The law of both potential outcomes of given rows. Without a latent its means and deviations are worked out once.</summary>
internal sealed class PenaltyLaw : ISandboxLaw
{
    private readonly OutcomeModule _module;
    private readonly float[] _features;
    private readonly double[][]? _means, _sigma;

    public PenaltyLaw(OutcomeModule module, Table covariates)
    {
        _module = module;
        _features = module.Inputs.Encode(covariates);
        _means = module.Prior is null ? module.Means(covariates) : null;
        _sigma = module.Law is
            { } law ? [law.Sigma(covariates, Arms(covariates.Rows, 0)), law.Sigma(covariates, Arms(covariates.Rows, 1))] : null;
    }

    /// <inheritdoc />
    public SandboxOutcomes Draw(int[] arms, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(arms);
        ArgumentNullException.ThrowIfNull(stream);
        double[] y0 = new double[arms.Length], y1 = new double[arms.Length];
        RandomStream first = stream.Child("y0"), second = stream.Child("y1");
        if (_means is null)
        {
            _module.Heads(_features, arms, stream.Child("latent"), (i, head) => (y0[i], y1[i]) = _module.Draw(head, first, second));
        }
        else
        {
            for (int i = 0; i < arms.Length; i++)
            {
                (y0[i], y1[i]) = (Draw(_means, i, arms[i], 0, first), Draw(_means, i, arms[i], 1, second));
            }
        }

        return new SandboxOutcomes(_module.Shape.OnGrid(y0, stream.Child("grid0")), _module.Shape.OnGrid(y1, stream.Child("grid1")), null);
    }

    private static int[] Arms(int rows, int arm)
    {
        int[] arms = new int[rows];
        Array.Fill(arms, arm);
        return arms;
    }

    private double Draw(double[][] means, int row, int arm, int a, RandomStream stream)
    {
        double mean = means[(2 * arm) + a][row];
        return _module.Law is { } law
            ? mean + (_sigma![a][row] * law.NextEpsilon(a, stream))
            : stream.NextBernoulli(mean) ? 1 : 0;
    }
}
