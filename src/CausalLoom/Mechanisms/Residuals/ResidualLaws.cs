using CausalLoom.Data;
using CausalLoom.Models;

namespace CausalLoom.Mechanisms.Residuals;

/// <summary>The residual laws there are, by their names on the command line (--outcome-noise).</summary>
public static class ResidualLaws
{
    private static readonly Dictionary<string, Func<CausalData, double[], FitContext, IResidualLaw>> Fits = new(StringComparer.Ordinal)
    {
        ["residual"] = (data, means, context) => HeteroscedasticResidualLaw.Fit(data, means, context),
        ["homoscedastic"] = (data, means, _) => BootstrapResidualLaw.Fit(data, means, pooled: true),
        ["heteroscedastic"] = (data, means, context) =>
            HeteroscedasticResidualLaw.Fit(data, means, context, new ResidualOptions { NeededGain = double.NegativeInfinity }),
        ["arm-bootstrap"] = (data, means, _) => BootstrapResidualLaw.Fit(data, means, pooled: false),
        ["quantile"] = (data, means, context) => QuantileResidualLaw.Fit(data, means, context),
    };

    /// <summary>The names; the first is the default.</summary>
    public static IReadOnlyCollection<string> Names => Fits.Keys;

    /// <summary>Learns a law.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="data">Data with a numeric outcome.</param>
    /// <param name="outOfFoldMeans">μ̂ of each row under its own arm, by models that did not see the row.</param>
    /// <param name="context">The context.</param>
    /// <exception cref="CausalLoomException">There is no such law, or an arm has fewer than two rows.</exception>
    public static IResidualLaw Fit(string name, CausalData data, double[] outOfFoldMeans, FitContext context) =>
        Fits.TryGetValue(name, out Func<CausalData, double[], FitContext, IResidualLaw>? fit)
            ? fit(data, outOfFoldMeans, context)
            : throw new CausalLoomException($"There is no outcome noise '{name}'. There are: {string.Join(", ", Names)}.");

    /// <summary>Loads a saved law.</summary>
    /// <exception cref="CausalLoomException">The state is of an unknown kind or damaged.</exception>
    public static IResidualLaw Load(ModelState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Kind switch
        {
            HeteroscedasticResidualLaw.Kind => HeteroscedasticResidualLaw.Load(state),
            BootstrapResidualLaw.Kind => BootstrapResidualLaw.Load(state),
            QuantileResidualLaw.Kind => QuantileResidualLaw.Load(state),
            _ => throw new CausalLoomException($"The model file holds a residual law of an unknown kind "
                + $"'{state.Kind}'. Fit the model again."),
        };
    }
}
