namespace CausalLoom.Estimation.Average;

/// <summary>When residuals of regressions on the rows they were fitted to are brought to size by their leverages (HC2, CR2).</summary>
public enum SmallSample
{
    /// <summary>Below twenty rows (clusters, where there are any) of each level a coefficient of a regression.</summary>
    Auto,

    /// <summary>Never: the plain stacked sandwich.</summary>
    Never,

    /// <summary>Always.</summary>
    Always,
}
