using CausalLoom.Data;

namespace CausalLoom.Imputation;

/// <summary>A way to complete covariates: each call draws the parameters of its models anew, then the missing cells given what is seen of
/// the row, its treatment and outcome included (proper imputation, Rubin 1987, ch. 4).</summary>
public interface IImputer
{
    /// <summary>The name in results.</summary>
    string Name { get; }

    /// <summary>The covariates with all but <paramref name="left"/> completed; cells that are seen stay as they are.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="left">Columns that are neither completed nor looked at.</param>
    /// <param name="context">Stream, cancellation.</param>
    Table Complete(CausalData data, IReadOnlyCollection<string> left, FitContext context);
}
