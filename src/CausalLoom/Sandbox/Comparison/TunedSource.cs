using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Comparison;

/// <summary>
/// A fitted plasmode with its propensities and outcome means changed afterwards, and the truth of what is drawn. A numeric outcome keeps
/// the noise that it was drawn with and moves with its mean, beyond the observed range where it must; an outcome with two levels is drawn
/// anew. Not saved: fit it again.
/// </summary>
public sealed class TunedSource : ICausalSource
{
    private readonly FittedSequential _fitted;
    private readonly TreatmentSpace _space;
    private readonly Func<double[], double[]>? _propensity;
    private readonly Func<double[], double[], (double[] Mu0, double[] Mu1)> _means;

    internal TunedSource(FittedSequential fitted, CausalData real, Func<double[], double[]>? propensity, Func<double[], double[], (double[] Mu0, double[] Mu1)> means)
    {
        (_fitted, _space, _propensity, _means) = (fitted, real.TreatmentSpace, propensity, means);
        Truth truth = Population(fitted, real);
        (double[] mu0, double[] mu1) = means(truth.Mu[0], truth.Mu[1]);
        AverageEffect = mu1.Zip(mu0, (a, b) => a - b).Average();
    }

    /// <summary>E[Y(1) − Y(0)], exact: covariates are drawn from the real rows, each as likely.</summary>
    public double AverageEffect { get; }

    /// <inheritdoc />
    public SyntheticData Draw(int rows, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        SyntheticData drawn = _fitted.Draw(rows, stream.Child("rows"));
        Truth before = drawn.Truth!;
        (double[] mu0, double[] mu1) = _means(before.Mu[0], before.Mu[1]);
        double[] e = _propensity?.Invoke(before.Propensity[1]) ?? before.Propensity[1];
        int[] arms = _propensity is null ? ((DiscreteColumn)drawn.Table[_space.Name]).Codes : Assign(e, stream.Child("treatment"));
        double[] y0 = Outcomes(before.PotentialOutcomes[0], before.Mu[0], mu0, stream.Child("y0")), y1 = Outcomes(before.PotentialOutcomes[1], before.Mu[1], mu1, stream.Child("y1"));
        Column outcome = _fitted.OutcomeShape.Build([.. arms.Select((t, i) => t == 1 ? y1[i] : y0[i])]), treatment = ArmColumn.Build(_space, arms);
        Table table = new([.. drawn.Table.Columns.Select(c => c.Name == outcome.Name ? outcome : c.Name == treatment.Name ? treatment : c)]);
        return new SyntheticData(table, new Truth([mu0, mu1], [y0, y1], [Array.ConvertAll(e, p => 1 - p), e]));
    }

    /// <summary>The truth of the real rows under a fitted model: finite, so that averages over it are exact.</summary>
    internal static Truth Population(FittedSequential fitted, CausalData real) => fitted.DrawOn(real.Covariates, RandomStream.Of(0)).Truth!;

    private static int[] Assign(double[] e, RandomStream stream)
    {
        int[] arms = Array.ConvertAll(e, p => stream.NextBernoulli(p) ? 1 : 0);
        ArmRepair.Apply(arms, e);
        return arms;
    }

    private double[] Outcomes(double[] drawn, double[] before, double[] after, RandomStream stream) => _fitted.OutcomeShape.IsBinary
        ? Array.ConvertAll(after, p => stream.NextBernoulli(p) ? 1.0 : 0)
        : _fitted.OutcomeShape.OnGrid([.. drawn.Select((y, i) => y + after[i] - before[i])], stream);
}
