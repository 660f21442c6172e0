using CausalLoom.Data;
using CausalLoom.Mechanisms.Calibration;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Mechanisms.Networks;

/// <summary>
/// `network`: the network of the outcome learners with a probability for a head, its logits calibrated on the rows that gradients did not
/// see (those that early stopping looked at).
/// </summary>
/// <param name="Options">The network; null: the defaults.</param>
/// <param name="Calibration">How logits are calibrated.</param>
/// <param name="Clipping">The range of the propensities; null: [.01, .99].</param>
public sealed record NetworkPropensity(BasicNetOptions? Options = null, CalibrationMethod Calibration = CalibrationMethod.Platt,
    PropensityClipping? Clipping = null) : IBinaryPropensityLearner
{
    /// <inheritdoc />
    public string Name => "network";

    /// <inheritdoc />
    public IBinaryPropensityLearner Unclipped() => this with { Clipping = PropensityClipping.None };

    /// <inheritdoc />
    public IPropensityLearner CalibratedBy(CalibrationMethod method) => this with { Calibration = method };

    /// <inheritdoc />
    /// <exception cref="CausalLoomException">All rows have the same treatment.</exception>
    public IBinaryPropensityModel Fit(Table covariates, int[] treatment, double[]? weights, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        PropensityInput.Check(covariates, treatment);
        BasicNetOptions options = Options ?? new BasicNetOptions();
        (FeatureEncoder encoder, Matrix x) = FeatureEncoder.FitEncode(covariates, NetworkOutcomeModel.Features(options));
        BasicNetModel network = BasicNet.Fit(x, Array.ConvertAll(treatment, w => (double)w), NetworkTask.Probability, options, context);
        int[] rows = network.ValidationRows, labels = Array.ConvertAll(rows, i => treatment[i]);

        // One arm alone cannot calibrate.
        CalibrationMethod method = labels.Contains(0) && labels.Contains(1) ? Calibration : CalibrationMethod.None;
        Calibrator calibrator = Calibrator.Fit(method, RecalibratedPropensity.Logits(network.Predict(x.TakeRows(rows))), labels);
        return new NetworkPropensityModel(encoder, network, calibrator, Clipping ?? PropensityClipping.Default);
    }
}
