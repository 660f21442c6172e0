using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms.Residuals;

/// <summary>
/// The shape of log σ²(x, w) up to a constant an arm: nothing, a ridge regression or boosted trees, shrunk by a slope, and
/// held within what training rows showed.
/// </summary>
internal sealed class SpreadModel
{
    private readonly FeatureEncoder? _encoder;
    private readonly LinearFit? _linear;
    private readonly BoostedTrees? _trees;
    private readonly double _slope;
    private readonly double _lower;
    private readonly double _upper;
    private readonly int _levels;

    internal SpreadModel(FeatureEncoder? encoder, LinearFit? linear, BoostedTrees? trees, double slope, double lower, double upper,
        int levels)
    {
        (_encoder, _linear, _trees, _slope, _lower, _upper, _levels) = (encoder, linear, trees, slope, lower, upper, levels);
    }

    /// <summary>The same spread for all rows of an arm.</summary>
    internal static SpreadModel Constant { get; } = new(null, null, null, 0, 0, 0, 2);

    internal bool IsConstant => _encoder is null;

    /// <summary>log σ² of each row, up to its arm's constant.</summary>
    internal double[] LogVariance(Table covariates, int[] arms)
    {
        if (_encoder is null)
        {
            return new double[arms.Length];
        }

        Matrix x = LevelFeatures.Beside(_encoder.Encode(covariates), arms, _levels);
        double[] log = _linear?.Predict(x) ?? _trees!.Predict(x);
        return Array.ConvertAll(log, v => Math.Clamp(_slope * v, _lower, _upper));
    }

    internal ModelState Save()
    {
        ModelState state = new("spread");
        if (_encoder is null)
        {
            return state;
        }

        state.Settings["encoder"] = _encoder.ToJson();
        LevelKeys.PutCount(state, _levels);
        StateReader.Put(state, "bounds", [_slope, _lower, _upper]);
        if (_linear is not null)
        {
            StateReader.Put(state, "linear", [_linear.Intercept, .. _linear.Coefficients]);
        }
        else
        {
            StateReader.Put(state, "trees", _trees!.Export());
        }

        return state;
    }

    internal static SpreadModel Load(ModelState state)
    {
        StateReader.Expect(state, "spread");
        if (state.Settings["encoder"] is null)
        {
            return Constant;
        }

        FeatureEncoder encoder = FeatureEncoder.FromJson(state.Settings["encoder"]);
        double[] b = state.Doubles("bounds", 3);
        int levels = LevelKeys.Count(state), width = encoder.Width + levels - 1;
        if (!(b[1] <= b[2]))
        {
            throw StateReader.Damaged("bounds");
        }

        if (state.Tensors.ContainsKey("linear"))
        {
            double[] linear = state.Doubles("linear", width + 1);
            return new SpreadModel(encoder, new LinearFit(linear[0], linear[1..]), null, b[0], b[1], b[2], levels);
        }

        return new SpreadModel(encoder, null, StateReader.Trees(state, "trees", width), b[0], b[1], b[2], levels);
    }
}
