using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Mechanisms.Stacking;

/// <summary>
/// The views of the covariates that the stack's members see: standardised columns Z, of which curves and products are made; raw columns
/// with missing values for trees.
/// </summary>
internal sealed class StackFeatures
{
    private readonly FeatureEncoder _linear;
    private readonly FeatureEncoder _trees;

    private StackFeatures(FeatureEncoder linear, FeatureEncoder trees) => (_linear, _trees) = (linear, trees);

    internal int LinearWidth => _linear.Width;

    internal int TreesWidth => _trees.Width;

    internal static StackFeatures Fit(Table covariates) =>
        new(FeatureEncoder.Fit(covariates), FeatureEncoder.Fit(covariates, FeatureOptions.ForTrees));

    internal Matrix Linear(Table covariates) => _linear.Encode(covariates);

    internal Matrix Trees(Table covariates) => _trees.Encode(covariates);

    /// <summary>The views of a table's rows, kept where they are few and made anew whenever they are asked for where many.</summary>
    internal StackRows Rows(Table covariates, long mostKept = FeatureEncoder.MostKept) =>
        (long)covariates.Rows * LinearWidth > mostKept
            ? new StackRows(new RowView(_linear.Bind(covariates)), new RowView(_trees.Bind(covariates)))
            : new StackRows(Linear(covariates), Trees(covariates));

    internal ModelState Save()
    {
        ModelState state = new("features");
        state.Settings["linear"] = _linear.ToJson();
        state.Settings["trees"] = _trees.ToJson();
        return state;
    }

    internal static StackFeatures Load(ModelState state) =>
        new(FeatureEncoder.FromJson(state.Settings["linear"]), FeatureEncoder.FromJson(state.Settings["trees"]));
}
