using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Mechanisms.Calibration;
using CausalLoom.Models;

namespace CausalLoom.Mechanisms;

/// <summary>Probabilities of K > 2 levels, each learnt against the others: divided by their sum, or calibrated together.</summary>
public sealed class LevelPropensityModel : IPropensityModel
{
    internal const string Kind = "levels";
    private readonly IBinaryPropensityModel[] _models;
    private readonly SoftmaxCalibration? _calibration;

    internal LevelPropensityModel(IBinaryPropensityModel[] models, SoftmaxCalibration? calibration) =>
        (_models, _calibration) = (models, calibration);

    /// <inheritdoc />
    public int Levels => _models.Length;

    /// <inheritdoc />
    public double[][] Probabilities(Table covariates)
    {
        double[][] shares = [.. _models.Select(model => model.Predict(covariates))];
        return _calibration is null ? LevelPropensities.Normalised(shares) : _calibration.Apply(shares);
    }

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Kind);
        LevelKeys.Put(state, [.. _models.Select(model => model.Save())]);
        if (_calibration is not null)
        {
            StateReader.Put(state, "softmax", _calibration.ToNumbers());
        }

        return state;
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <param name="state">What was written.</param>
    /// <param name="catalogues">Where the models within it are looked up.</param>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static LevelPropensityModel Load(ModelState state, Catalogues catalogues)
    {
        IBinaryPropensityModel[] models = [.. LevelKeys.Get(StateReader.Expect(state, Kind)).Select(part =>
            catalogues.LoadPropensity(part) as IBinaryPropensityModel ?? throw StateReader.Damaged("level0"))];
        return new LevelPropensityModel(models, state.Tensors.ContainsKey("softmax")
            ? SoftmaxCalibration.FromNumbers(state.Doubles("softmax", models.Length + 1)) : null);
    }
}
