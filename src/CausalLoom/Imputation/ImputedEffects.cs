using CausalLoom.Data;
using CausalLoom.Estimation.Average;

namespace CausalLoom.Imputation;

/// <summary>Average effects of rows whose missing covariates were imputed: of each completed table, pooled by Rubin's rules.</summary>
/// <param name="Effects">The pooled estimates; overlap and nuisances are those of the first completed table.</param>
/// <param name="First">The first completed table.</param>
/// <param name="FirstEffects">Its estimates alone.</param>
public sealed record ImputedEffects(AverageEffects Effects, CausalData First, AverageEffects FirstEffects)
{
    /// <summary>Imputes, estimates and pools.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="plan">Which covariates are imputed.</param>
    /// <param name="imputation">By what, and how often.</param>
    /// <param name="options">What to estimate. Divisions into folds are one a table where their number is null: tables differ in
    /// theirs.</param>
    /// <param name="context">Stream, threads, progress.</param>
    /// <exception cref="CausalLoomException">An option is out of range, or the data cannot tell.</exception>
    public static ImputedEffects Estimate(CausalData data, ImputationPlan plan, ImputationOptions imputation, AverageEffectOptions options,
        FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(imputation);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        imputation.Check();
        string[] left = [.. plan.Left.Select(one => one.Column)];
        AverageEffectOptions once = options with { Repeats = options.Repeats ?? 1 };
        (CausalData Data, AverageEffects Effects)? first = null;
        int done = 0;
        FitContext quiet = context.Child("imputation") with { Progress = null };
        IReadOnlyList<AverageEffect>[] tables = quiet.Map(imputation.Tables, (m, own) =>
        {
            CausalData completed = data.WithCovariates(imputation.Imputer.Complete(data, left, own.Child("complete")));
            AverageEffects effects = AverageEffects.Estimate(completed, once, own.Child("estimate"));
            context.Report("imputing and estimating", (double)Interlocked.Increment(ref done) / imputation.Tables);
            if (m == 0)
            {
                first = (completed, effects);
            }

            return effects.Effects;
        });
        (CausalData one, AverageEffects alone) = first!.Value;
        return new ImputedEffects(alone with { Effects = PooledEffects.Of(tables) }, one, alone);
    }
}
