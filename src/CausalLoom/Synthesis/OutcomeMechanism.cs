using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Networks;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

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

    private OutcomeMechanism(IOutcomeModel model, IResidualLaw? law, OutcomeShape shape)
    {
        _model = model;
        _law = law;
        Shape = shape;
    }

    /// <summary>What the outcome column looks like.</summary>
    public OutcomeShape Shape { get; }

    /// <summary>Learns the means on all rows, and the residual law from out-of-fold means.</summary>
    public static OutcomeMechanism Fit(CausalData data, IOutcomeLearner learner, OutcomeNoise noise, FitContext context)
    {
        OutcomeShape shape = OutcomeShape.Of(data);
        data = MechanismRows.ForOutcome(data, context.Stream.Child("rows"));
        IOutcomeModel model = learner.Fit(data, context.Child("mean"));
        if (shape.IsBinary || noise == OutcomeNoise.None)
        {
            return new OutcomeMechanism(model, null, shape);
        }

        double[] means = OutcomeCrossFit.Fit(learner, data, ResidualFolds, context.Child("folds")).Observed(data.Treatment);
        return new OutcomeMechanism(model, HeteroscedasticResidualLaw.Fit(data, means, context.Child("residual")), shape);
    }

    /// <summary>Draws both potential outcomes of every row.</summary>
    public OutcomeDraw Draw(Table covariates, RandomStream stream)
    {
        (double[] mu0, double[] y0) = DrawArm(covariates, 0, stream.Child("y0"));
        (double[] mu1, double[] y1) = DrawArm(covariates, 1, stream.Child("y1"));
        return new OutcomeDraw(mu0, mu1, y0, y1);
    }

    /// <summary>All that <see cref="Load"/> needs.</summary>
    public ModelState Save()
    {
        ModelState state = new("outcome");
        state.Settings["shape"] = Shape.ToJson();
        state.Settings["noise"] = _law is not null;
        state.Put("mean", _model.Save());
        if (_law is not null)
        {
            state.Put("residual", _law.Save());
        }

        return state;
    }

    /// <summary>Loads a saved mechanism.</summary>
    public static OutcomeMechanism Load(ModelState state)
    {
        bool hasLaw = state.Settings["noise"]?.GetValue<bool>() ?? false;
        IResidualLaw? law = hasLaw ? HeteroscedasticResidualLaw.Load(state.Get("residual")) : null;
        return new OutcomeMechanism(OutcomeRegistry.Load(state.Get("mean")), law, OutcomeShape.FromJson(state.Settings["shape"]));
    }

    private (double[] Mean, double[] Drawn) DrawArm(Table covariates, int arm, RandomStream stream)
    {
        double[] mean = _model.Mean(covariates, arm);
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
}
