using System.Globalization;
using CausalLoom.Mechanisms.Basis;
using CausalLoom.Mechanisms.Calibration;
using CausalLoom.Mechanisms.Networks;
using CausalLoom.Models;

namespace CausalLoom.Mechanisms;

/// <summary>The propensity learners there are, by their names on the command line.</summary>
public static class PropensityRegistry
{
    private static readonly Dictionary<string, Func<IPropensityLearner>> Learners = new(StringComparer.Ordinal)
    {
        ["logistic"] = () => new LogisticPropensity(),
        ["forest"] = () => new ForestPropensity(),
        ["boosting"] = () => new BoostingPropensity(),
        ["spline"] = () => new BasisPropensity(BasisKind.Spline),
        ["interactions"] = () => new BasisPropensity(BasisKind.Interactions),
        ["network"] = () => new NetworkPropensity(),
        ["stack"] = () => new CalibratedPropensity(),
        ["constant"] = () => new ConstantPropensity(),
    };

    private static readonly Dictionary<string, Func<ModelState, IPropensityModel>> Loaders = new(StringComparer.Ordinal)
    {
        [LogisticPropensityModel.Kind] = LogisticPropensityModel.Load,
        [ForestPropensityModel.Kind] = ForestPropensityModel.Load,
        [BoostingPropensityModel.Kind] = BoostingPropensityModel.Load,
        [StackedPropensityModel.Kind] = StackedPropensityModel.Load,
        [BasisPropensityModel.Kind] = BasisPropensityModel.Load,
        [NetworkPropensityModel.Kind] = NetworkPropensityModel.Load,
        [RecalibratedPropensityModel.Kind] = RecalibratedPropensityModel.Load,
        [ConstantPropensityModel.Kind] = ConstantPropensityModel.Load,
        [KnownPropensityModel.Kind] = KnownPropensityModel.Load,
    };

    /// <summary>The names, in the order of the documentation; `known:COL` and `randomized:P` take a word of their own.</summary>
    public static IReadOnlyCollection<string> Names => [.. Learners.Keys, "known:COL", "randomized:P"];

    /// <summary>The learner of that name with its default options.</summary>
    /// <exception cref="CausalLoomException">There is none, or its word is wrong.</exception>
    public static IPropensityLearner Create(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Learners.TryGetValue(name, out Func<IPropensityLearner>? create))
        {
            return create();
        }

        if (name.StartsWith("known:", StringComparison.Ordinal) && name.Length > 6)
        {
            return new KnownPropensity(name[6..]);
        }

        if (name.StartsWith("randomized:", StringComparison.Ordinal))
        {
            return double.TryParse(name.AsSpan(11), NumberStyles.Float, CultureInfo.InvariantCulture, out double p) && p is > 0 and < 1
                ? new ConstantPropensity(p)
                : throw new CausalLoomException($"'{name}' needs a probability between 0 and 1, such as randomized:0.5.");
        }

        throw new CausalLoomException($"There is no propensity model '{name}'. There are: {string.Join(", ", Names)}.");
    }

    /// <summary>Loads a saved model.</summary>
    /// <exception cref="CausalLoomException">The state is of an unknown kind or damaged.</exception>
    public static IPropensityModel Load(ModelState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Loaders.TryGetValue(state.Kind, out Func<ModelState, IPropensityModel>? load)
            ? load(state)
            : throw new CausalLoomException($"The model file holds a propensity model of an unknown kind "
                + $"'{state.Kind}'. Fit the model again.");
    }
}
