using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms;

/// <summary>A forest for each arm, or one with the treatment as its last feature.</summary>
public sealed class ForestOutcomeModel : IOutcomeModel
{
    internal const string Kind = "forest";
    private readonly FeatureEncoder _encoder;
    private readonly ForestModel[] _forests;

    internal ForestOutcomeModel(FeatureEncoder encoder, ForestModel[] forests) => (_encoder, _forests) = (encoder, forests);

    /// <inheritdoc />
    public double[] Mean(Table covariates, int arm)
    {
        Matrix x = _encoder.Encode(covariates);
        return _forests.Length == 2 ? _forests[arm].Predict(x) : _forests[0].Predict(Beside(x, [.. Enumerable.Repeat(arm, x.Rows)]));
    }

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Kind);
        state.Settings["encoder"] = _encoder.ToJson();
        state.Settings["single"] = _forests.Length == 1;
        for (int k = 0; k < _forests.Length; k++)
        {
            StateReader.Put(state, $"forest{k}", _forests[k].Export());
        }

        return state;
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static ForestOutcomeModel Load(ModelState state)
    {
        FeatureEncoder encoder = FeatureEncoder.FromJson(StateReader.Expect(state, Kind).Settings["encoder"]);
        return StateReader.Flag(state, "single")
            ? new ForestOutcomeModel(encoder, [StateReader.Forest(state, "forest0", encoder.Width + 1)])
            : new ForestOutcomeModel(
                encoder, [StateReader.Forest(state, "forest0", encoder.Width), StateReader.Forest(state, "forest1", encoder.Width)]);
    }

    /// <summary>The features with the arm beside them.</summary>
    internal static Matrix Beside(Matrix x, int[] arms)
    {
        Matrix arm = new(x.Rows, 1);
        for (int i = 0; i < x.Rows; i++)
        {
            arm[i, 0] = arms[i];
        }

        return x.Append(arm);
    }
}
