using CausalLoom.Mechanisms;
using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Comparison;

/// <summary>
/// A fitted plasmode with its propensities and outcome means as they were fitted or changed afterwards, and the truth of what is drawn.
/// With
/// one seed all settings of the knobs draw the same covariates and compare the same uniform numbers with their probabilities, so that they
/// differ by the knobs and not by luck. A numeric outcome keeps the noise that it was drawn with and moves with its mean, beyond the
/// observed range where it must.
/// </summary>
public sealed class TunedSource : IFittedSynthesizer
{
    private readonly FittedSequential _fitted;
    private readonly ITuning _tuning;

    internal TunedSource(FittedSequential fitted, ITuning tuning, double? averageEffect)
    {
        (_fitted, _tuning, AverageEffect) = (fitted, tuning, averageEffect);
    }

    /// <summary>
    /// E[Y(1) − Y(0)], exact where covariates are drawn from the real rows, each as likely; null for a plasmode whose covariates a
    /// generator
    /// makes up, where it is an average over endless rows.
    /// </summary>
    public double? AverageEffect { get; }

    /// <inheritdoc />
    public string Method => _tuning.Method;

    /// <inheritdoc />
    public bool HasTruth => true;

    /// <inheritdoc />
    public TreatmentSpace TreatmentSpace => _fitted.TreatmentSpace;

    /// <inheritdoc />
    public ITabularModel Generator => _fitted.Generator;

    /// <inheritdoc />
    public IReadOnlyList<TrainingPoint> TrainingCurve => _fitted.TrainingCurve;

    /// <inheritdoc />
    public SyntheticData Draw(int rows, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        SyntheticData drawn = _fitted.Draw(rows, stream);
        return _tuning.Changes ? Changed(drawn, stream) : drawn;
    }

    /// <inheritdoc />
    public ModelState Save() => TunedState.Save(_fitted, _tuning, AverageEffect);

    /// <summary>What was set, for `--json`: `knobs` where there are any, and `average_effect` where it is exact.</summary>
    public void AddFacts(JsonObject result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (_tuning.Knobs() is { Count: > 0 } knobs)
        {
            result["knobs"] = knobs;
        }

        if (AverageEffect is { } effect)
        {
            result["average_effect"] = effect;
        }
    }

    /// <summary>A source on the real rows, whose average effect is therefore exact.</summary>
    internal static TunedSource OnRows(FittedSequential fitted, Truth population, ITuning tuning)
    {
        (double[] mu0, double[] mu1) = tuning.Means(population.Mu[0], population.Mu[1], fitted.OutcomeShape);
        return new TunedSource(fitted, tuning, mu1.Zip(mu0, (a, b) => a - b).Average());
    }

    /// <summary>The truth of the real rows under a fitted model: finite, so that averages over it are exact.</summary>
    internal static Truth Population(FittedSequential fitted, CausalData real) => fitted.DrawOn(real.Covariates, RandomStream.Of(0)).Truth!;

    private SyntheticData Changed(SyntheticData drawn, RandomStream stream)
    {
        Truth before = drawn.Truth!;
        OutcomeShape shape = _fitted.OutcomeShape;
        (double[] mu0, double[] mu1) = _tuning.Means(before.Mu[0], before.Mu[1], shape);
        double[] e = _tuning.Propensity(before.Propensity[1]);

        // The streams of the plasmode's own draws, which these replace.
        int[] arms = Drawn(e, stream.Child("treatment"));
        ArmRepair.Apply(arms, LevelPropensities.OfTwo(e));
        double[] y0 = Outcomes(0, mu0), y1 = Outcomes(1, mu1);
        Column outcome = shape.Build([.. arms.Select((t, i) => t == 1 ? y1[i] : y0[i])]), treatment = TreatmentSpace.Column(arms);
        Table table = new(
            [.. drawn.Table.Columns.Select(c => c.Name == outcome.Name ? outcome : c.Name == treatment.Name ? treatment : c)]);
        return new SyntheticData(table, new Truth([mu0, mu1], [y0, y1], [Array.ConvertAll(e, p => 1 - p), e]));

        double[] Outcomes(int arm, double[] after) => shape.IsBinary
            ? Array.ConvertAll(Drawn(after, stream.Child("outcome").Child(arm == 0 ? "y0" : "y1")), t => (double)t)
            : Moved(before.PotentialOutcomes[arm], [.. after.Select((mu, i) => mu - before.Mu[arm][i])], shape,
                stream.Child("moved").Child(arm));
    }

    // What was drawn is on the outcome's grid already, where rounding to nearest would move all rows alike and not by what was asked: the
    // move is rounded up or down at random in proportion, which keeps its mean.
    private static double[] Moved(double[] drawn, double[] by, OutcomeShape shape, RandomStream stream)
    {
        int? decimals = shape.Type == ColumnType.Integer ? 0 : shape.Decimals;
        if (decimals is not { } places)
        {
            return [.. drawn.Select((y, i) => y + by[i])];
        }

        double steps = Math.Pow(10, places);
        return [.. drawn.Select((y, i) => Math.Round(y + (Math.Floor((by[i] * steps) + stream.NextDouble()) / steps), places))];
    }

    private static int[] Drawn(double[] probability, RandomStream stream) =>
        Array.ConvertAll(probability, p => stream.NextBernoulli(p) ? 1 : 0);
}
