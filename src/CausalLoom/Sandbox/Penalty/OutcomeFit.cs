using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Generators.CausalMix;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Networks;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Numerics.Mixtures;
using CausalLoom.Numerics.Neural;
using CausalLoom.Sandbox.Verification;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Penalty;

/// <summary>Fits the outcome module to a request; <see cref="Continue"/> goes on from its weights under other penalties.</summary>
internal sealed class OutcomeFit
{
    private readonly CausalData _data;
    private readonly float[] _features;
    private readonly double[] _outcomes;
    private readonly OutcomeRequest _request;
    private readonly double _centre, _scale;
    private readonly OutcomeInputs _inputs;

    internal OutcomeFit(CausalData data, Request request, PenaltyOptions options, FitContext context)
    {
        _data = data;
        (_centre, _scale) = data.IsBinaryOutcome ? (0, 1) : Standard(data.Outcome.Values);
        _outcomes = Standardised(data);
        _request = Scaled(data, request);
        _inputs = OutcomeInputs.Fit(data.Covariates, options.Covariates.OneHotInputs);
        _features = _inputs.Encode(data.Covariates);
        bool bounded = options.Covariates.BoundMeans && !data.IsBinaryOutcome;
        OutcomeHeads heads = new(data.IsBinaryOutcome, bounded ? _outcomes.Min() : double.NaN, bounded ? _outcomes.Max() : double.NaN);
        Network = new OutcomeNetwork(_inputs.Width, heads, options, context.Stream.Child("weights"));
    }

    internal OutcomeNetwork Network { get; }

    /// <summary>Trains under penalties, from the weights as they are.</summary>
    internal (List<TrainingPoint> Curve, double[] Constraints, OutcomePenalty Penalty) Continue(PenaltyOptions options, FitContext context)
    {
        OutcomePenalty penalty = new(_request, options);
        OutcomeLoss loss = new(Network, options, _features, _data.Treatment.Codes, _outcomes, penalty);
        (List<TrainingPoint> curve, double[] constraints) = new PenalisedTraining(loss, options.OutcomeSchedule, penalty.Control, context,
            "Training the outcome module").Run(_data.Rows);
        return (curve, constraints, penalty);
    }

    /// <summary>The reconstruction of other rows, and the root mean square of all discrepancies in the outcome's units.</summary>
    internal (double Fidelity, double Control) Measure(CausalData data, Request request, PenaltyOptions options, FitContext context)
    {
        OutcomeLoss loss = new(Network, options, _inputs.Encode(data.Covariates), data.Treatment.Codes, Standardised(data),
            new OutcomePenalty(Scaled(data, request), options));
        int[] rows = [.. Enumerable.Range(0, data.Rows)];
        Tape tape = new() { Training = false };
        double[] squares = loss.Constraints(tape, rows, context.Stream.Child("constraints"));
        tape.Reset();
        double fidelity = loss.Record(tape, rows, context.Stream.Child("fidelity")).Fidelity;
        return (fidelity, _scale * Math.Sqrt(squares.Average()));
    }

    /// <summary>The fitted module.</summary>
    internal OutcomeModule Module(PenaltyOptions options, FitContext context)
    {
        bool residual = !_data.IsBinaryOutcome && Network.Latent == 0;
        return new OutcomeModule(
            Network,
            _inputs,
            Network.Latent > 0 ? Prior(options, context.Child("prior")) : null,
            residual ? Law(context.Child("noise")) : null,
            OutcomeShape.Of(_data, []),
            _centre,
            _scale,
            options.Covariates.Reconstruction == CausalMixReconstruction.Likelihood) { MeanDraws = options.MeanDraws };
    }

    private static (double Centre, double Scale) Standard(double[] y)
    {
        double mean = y.Average(), sd = Math.Sqrt(y.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, y.Length - 1));
        return (mean, sd > 0 ? sd : 1);
    }

    private double[] Standardised(CausalData data) => Array.ConvertAll(data.Outcome.Values, y => (y - _centre) / _scale);

    private OutcomeRequest Scaled(CausalData data, Request request) =>
        new(data.Treatment.Codes, Scaled(request.Tau), Scaled(request.Kappa0), Scaled(request.Kappa1), request.Propensity);

    private double[] Scaled(double[] values) => Array.ConvertAll(values, v => v / _scale);

    /// <summary>The noise about the real regressions, not about the request's means, whose misfit is no noise.</summary>
    private HeteroscedasticResidualLaw Law(FitContext context)
    {
        CausalData rows = MechanismRows.ForOutcome(_data, context.Stream.Child("rows"));
        double[] held = CrossFits.Outcome(new StackedOutcome(), rows, 5, context.Child("folds")).Own(rows.Treatment);
        return HeteroscedasticResidualLaw.Fit(rows, held, context.Child("law"), new ResidualOptions
            { RangeMargin = double.PositiveInfinity });
    }

    private CausalMixPrior Prior(PenaltyOptions options, FitContext context)
    {
        if (options.Covariates.Prior == CausalMixPriorKind.Gaussian)
        {
            return new CausalMixPrior(Network.Latent, []);
        }

        int[] rows = context.Stream.Child("rows").Permutation(_data.Rows)[..Math.Min(_data.Rows, options.Covariates.MixtureRows)];
        Tape tape = new() { Training = false };
        Node y = tape.Input(rows.Length, 1), t = tape.Input(rows.Length, 1);
        for (int i = 0; i < rows.Length; i++)
        {
            (y.Value[i], t.Value[i]) = ((float)_outcomes[rows[i]], _data.Treatment[rows[i]]);
        }

        (Node mean, Node logVariance) = Network.Encode(tape, y, tape.Gather(_features, Network.Features, rows), t);
        GaussianMixtureOptions mixture = options.Covariates.Mixture with
            { Components = options.Covariates.ComponentsAsLatent ? Network.Latent : options.Covariates.Mixture.Components };
        return CausalMixPrior.Fit(mean.Value.ToArray(), logVariance.Value.ToArray(), Network.Latent, null, mixture,
            context.Stream.Child("mixture"));
    }
}
