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

    internal SpreadModel(FeatureEncoder? encoder, LinearFit? linear, BoostedTrees? trees, double slope, double lower, double upper)
    {
        (_encoder, _linear, _trees, _slope, _lower, _upper) = (encoder, linear, trees, slope, lower, upper);
    }

    /// <summary>The same spread for all rows of an arm.</summary>
    internal static SpreadModel Constant { get; } = new(null, null, null, 0, 0, 0);

    internal bool IsConstant => _encoder is null;

    /// <summary>log σ² of each row, up to its arm's constant.</summary>
    internal double[] LogVariance(Table covariates, int[] arms)
    {
        if (_encoder is null)
        {
            return new double[arms.Length];
        }

        Matrix x = WithArm(_encoder.Encode(covariates), arms);
        double[] log = _linear?.Predict(x) ?? _trees!.Predict(x);
        return Array.ConvertAll(log, v => Math.Clamp(_slope * v, _lower, _upper));
    }

    internal static Matrix WithArm(Matrix x, int[] arms) => x.Append(new Matrix(x.Rows, 1, Array.ConvertAll(arms, w => (double)w)));

    internal ModelState Save()
    {
        ModelState state = new("spread");
        if (_encoder is null)
        {
            return state;
        }

        state.Settings["encoder"] = _encoder.ToJson();
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
        if (!(b[1] <= b[2]))
        {
            throw StateReader.Damaged("bounds");
        }

        if (state.Tensors.ContainsKey("linear"))
        {
            double[] linear = state.Doubles("linear", encoder.Width + 2);
            return new SpreadModel(encoder, new LinearFit(linear[0], linear[1..]), null, b[0], b[1], b[2]);
        }

        return new SpreadModel(encoder, null, StateReader.Trees(state, "trees", encoder.Width + 1), b[0], b[1], b[2]);
    }
}
