using CausalLoom.Estimation.Conditional;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Evaluation.Outcome;

/// <summary>
/// The law of Y given (X, W) that one table teaches: the S-learner's mean plus a residual of the row's arm, residuals
/// taken from the rows its gradients did not see; Bernoulli for a two-level outcome. Its CRPS on real rows tells what
/// effects alone cannot: outcomes without noise, or with the wrong level.
/// </summary>
internal sealed class ConditionalLaw
{
    /// <summary>Fewer held-out residuals than this in an arm say too little; all of the arm's rows are used then.</summary>
    private const int MinResiduals = 10;

    private readonly SLearnerEffect _surface;
    private readonly ResidualLaw[]? _arms;

    public ConditionalLaw(SLearnerEffect surface, CateSample sample)
    {
        _surface = surface;
        if (!sample.IsBinaryOutcome)
        {
            double[][] means = [surface.Mean(sample.Features, 0), surface.Mean(sample.Features, 1)];
            _arms = [Residuals(surface, sample, means, 0), Residuals(surface, sample, means, 1)];
        }
    }

    /// <summary>
    /// SD of the outcome around its mean with the given share of treated rows, or null for two levels, where the mean says
    /// it all.
    /// </summary>
    public double? NoiseSd(double treatedShare) => _arms is null
        ? null
        : Math.Sqrt(((1 - treatedShare) * _arms[0].MeanSquare) + (treatedShare * _arms[1].MeanSquare));

    /// <summary>Mean CRPS of outcomes under this law; for two levels the Brier score, which is the Bernoulli law's CRPS.</summary>
    public double MeanCrps(Matrix x, int[] w, double[] y)
    {
        double[][] means = [_surface.Mean(x, 0), _surface.Mean(x, 1)];
        double sum = 0;
        for (int i = 0; i < y.Length; i++)
        {
            double mean = means[w[i]][i];
            sum += _arms is null ? (y[i] - mean) * (y[i] - mean) : _arms[w[i]].Crps(mean, y[i]);
        }

        return sum / y.Length;
    }

    private static ResidualLaw Residuals(SLearnerEffect surface, CateSample sample, double[][] means, int arm)
    {
        int[] rows = sample.RowsOfArm(surface.Surface.ValidationRows, arm);
        if (rows.Length < MinResiduals)
        {
            rows = sample.RowsOfArm(Enumerable.Range(0, sample.Rows), arm);
        }

        return new ResidualLaw(Array.ConvertAll(rows, i => sample.Outcome[i] - means[arm][i]));
    }
}
