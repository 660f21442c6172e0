using System.Globalization;
using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Networks;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;
using CausalLoom.Rules;

namespace CausalLoom.Synthesis;

/// <summary>
/// Q_{Y|W,X} as drawn from: a model of the means, and for a numeric outcome a law of what is left over, kept within the
/// observed range. The means it reports are those of the law it draws from, so the truth file is exact.
/// </summary>
internal sealed class OutcomeMechanism
{
    private const int ResidualFolds = 5;

    private readonly IOutcomeModel _model;
    private readonly IResidualLaw? _law;
    private readonly HybridShift? _shift;

    private OutcomeMechanism(IOutcomeModel model, IResidualLaw? law, OutcomeShape shape, HybridShift? shift = null)
    {
        _model = model;
        _law = law;
        _shift = shift;
        Shape = shape;
    }

    /// <summary>What the outcome column looks like.</summary>
    public OutcomeShape Shape { get; }

    /// <summary>Learns the means on all rows, and the residual law from out-of-fold means.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="learner">The learner of the means.</param>
    /// <param name="noise">What outcomes are beyond their means.</param>
    /// <param name="context">The context.</param>
    /// <param name="outOfFold">Means of each row's own arm by models that did not see it, of at most <see cref="MechanismRows.Most"/> rows;
    /// null: cross-fitted here.</param>
    /// <param name="rules">The rules, of which the outcome's own count; null: those found in it.</param>
    public static OutcomeMechanism Fit(CausalData data, IOutcomeLearner learner, OutcomeNoise noise, FitContext context,
        double[]? outOfFold = null, IReadOnlyList<Rule>? rules = null)
    {
        OutcomeShape shape = OutcomeShape.Of(data, rules);
        data = MechanismRows.ForOutcome(data, context.Stream.Child("rows"));
        IOutcomeModel model = learner.Fit(data, context.Child("mean"));
        if (shape.IsBinary || noise.Learn is null)
        {
            return new OutcomeMechanism(model, null, shape);
        }

        double[] means = outOfFold ?? CrossFits.Outcome(learner, data, ResidualFolds, context.Child("folds")).Own(data.Treatment);
        return new OutcomeMechanism(model, noise.Learn(data, means, context.Child("residual")), shape);
    }

    /// <summary>
    /// The same mechanism moved until the average of each level's means over given rows is what it should be. The means are those of the
    /// law that is drawn from, so what the range cuts off is accounted for.
    /// </summary>
    /// <param name="covariates">The rows.</param>
    /// <param name="means">The average under each level, [K].</param>
    public (OutcomeMechanism Moved, HybridShift Shift) Targeted(Table covariates, IReadOnlyList<double> means)
    {
        HybridShift shift = HybridShift.Of([.. means.Select((mean, level) => ShiftOf(covariates, level, mean))]);
        return (new OutcomeMechanism(_model, _law, Shape, shift), shift);
    }

    /// <summary>
    /// Of more than two levels, the same mechanism moved until each level's means over its own rows average to their outcomes, one row of
    /// the model's own beside them: what a regression with a parameter a level has, and a network that stops early has not, whose levels
    /// are drawn towards one another (docs/methods/steam.md). Of two it is left as the paper has it.
    /// </summary>
    public OutcomeMechanism LevelsKept(CausalData data)
    {
        if (data.Levels == 2)
        {
            return this;
        }

        return new OutcomeMechanism(_model, _law, Shape, HybridShift.Of([.. Enumerable.Range(0, data.Levels).Select(level =>
        {
            int[] rows = data.Treatment.RowsOf(level);
            Table own = data.Covariates.Take(rows);
            return ShiftOf(own, level, (rows.Sum(row => data.Outcome.Values[row]) + Means(own, level).Average()) / (rows.Length + 1));
        })]));
    }

    /// <summary>The means of what <see cref="Draw"/> draws for one arm.</summary>
    public double[] Means(Table covariates, int arm) => MeansOf(covariates, arm, Location(covariates, arm));

    /// <summary>Draws all potential outcomes of every row.</summary>
    /// <param name="covariates">The rows.</param>
    /// <param name="levels">K.</param>
    /// <param name="stream">Each level draws from a child of its own.</param>
    public OutcomeDraw Draw(Table covariates, int levels, RandomStream stream)
    {
        (double[] Mean, double[] Drawn)[] all = [.. Enumerable.Range(0, levels).Select(level =>
            DrawArm(covariates, level, stream.Child(string.Create(CultureInfo.InvariantCulture, $"y{level}"))))];
        return new OutcomeDraw([.. all.Select(one => one.Mean)], [.. all.Select(one => one.Drawn)]);
    }

    /// <summary>All that <see cref="Load"/> needs.</summary>
    public ModelState Save()
    {
        ModelState state = new("outcome");
        state.Settings["shape"] = Shape.ToJson();
        state.Settings["noise"] = _law is not null;
        state.Put("mean", _model.Save());
        HybridShift.Write(state, _shift);
        if (_law is not null)
        {
            state.Put("residual", _law.Save());
        }

        return state;
    }

    /// <summary>Loads a saved mechanism.</summary>
    public static OutcomeMechanism Load(ModelState state, Catalogues catalogues)
    {
        bool hasLaw = state.Settings["noise"]?.GetValue<bool>() ?? false;
        IResidualLaw? law = hasLaw ? catalogues.LoadResidualLaw(state.Get("residual")) : null;
        return new OutcomeMechanism(catalogues.LoadOutcome(state.Get("mean")), law, OutcomeShape.FromJson(state.Settings["shape"]),
            HybridShift.Read(state));
    }

    private (double[] Mean, double[] Drawn) DrawArm(Table covariates, int arm, RandomStream stream)
    {
        double[] mean = Location(covariates, arm);
        if (Shape.IsBinary)
        {
            return (mean, Array.ConvertAll(mean, p => stream.NextBernoulli(p) ? 1.0 : 0.0));
        }

        if (_law is null)
        {
            return (mean, Shape.OnGrid(mean, stream));
        }

        int[] arms = new int[mean.Length];
        Array.Fill(arms, arm);
        double[] drawn = _law.Draw(covariates, arms, mean, stream.Child("residual"));
        return (_law.Means(covariates, arms, mean), Shape.OnGrid(drawn, stream.Child("grid")));
    }

    private double[] Location(Table covariates, int arm)
    {
        double[] mean = _model.Mean(covariates, arm);
        return _shift is null ? mean : HybridShift.Move(mean, _shift.At(arm), Shape, _law is null);
    }

    private double[] MeansOf(Table covariates, int arm, double[] location)
    {
        if (Shape.IsBinary || _law is null)
        {
            return location;
        }

        int[] arms = new int[location.Length];
        Array.Fill(arms, arm);
        return _law.Means(covariates, arms, location);
    }

    private double ShiftOf(Table covariates, int arm, double target) =>
        HybridShift.Solve(_model.Mean(covariates, arm), target, location => MeansOf(covariates, arm, location), Shape, _law is null);
}
