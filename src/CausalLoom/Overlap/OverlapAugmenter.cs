using CausalLoom.Data;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Overlap;

/// <summary>
/// Adds to rows with hardly anyone to compare with a donor under the treatment they lack (arXiv 2511.00318 and 2604.23904;
/// docs/methods/overlap.md). An added row has its donor's covariates, the lacking treatment, and an outcome as the variant says.
/// </summary>
public static class OverlapAugmenter
{
    /// <summary>Augments.</summary>
    /// <param name="data">The original rows.</param>
    /// <param name="pool">The donors.</param>
    /// <param name="propensity">ĝ of each original row, which says who is extreme: out of fold, unless the papers' way is wanted.</param>
    /// <param name="options">How.</param>
    /// <param name="context">The stream of drawn and flipped outcomes, and threads.</param>
    /// <exception cref="CausalLoomException">An option is out of range or does not fit the outcome.</exception>
    public static AugmentedData Augment(CausalData data, DonorPool pool, double[] propensity, AugmentOptions options, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(propensity);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        options.Check();
        if (propensity.Length != data.Rows)
        {
            throw new ArgumentException($"There are {data.Rows} rows and {propensity.Length} propensities.", nameof(propensity));
        }

        ExtremeRows extremes = options.Extremes.Of(propensity);
        (int Row, int Arm)[] wanted = [.. extremes.WithMissingArm()];
        CausalData donors = DonorOutcomes.Flip(pool.Data, options.Flip, context.Stream.Child("flip"));
        MatchingSpace space = MatchingSpace.Fit(data.Covariates);
        Matrix points = space.Points(donors.Covariates), queries = space.Points(data.Covariates.Take([.. wanted.Select(w => w.Row)]));
        int[]? arms = options.Variant == AugmentVariant.Pair ? donors.Treatment.Codes : null;
        (DonorMatch[] matches, int[] unmatched) = new DonorMatcher(points, arms, space.Unit, options.Caliper)
            .Match(queries, wanted, options.Order);
        CausalData whole = matches.Length == 0 ? data : Below(data, Added(data, donors, matches, options, context));
        return new AugmentedData(whole, data.Rows, matches, [.. unmatched.Select(e => wanted[e].Row)], extremes, pool.Origin);
    }

    private static CausalData Added(CausalData data, CausalData donors, DonorMatch[] matches, AugmentOptions options, FitContext context)
    {
        CausalData own = donors.Take([.. matches.Select(m => m.Donor)]);
        if (options.Variant == AugmentVariant.Pair)
        {
            return own;
        }

        int[] arms = [.. matches.Select(m => m.Arm)];
        Column outcome = DonorOutcomes.Draw(options.Variant == AugmentVariant.Self ? data : donors, options.Outcome, own.Covariates, arms,
            context.Child("outcomes"));
        return new CausalData(own.Covariates, new Arms(data.TreatmentSpace, arms), new Outcomes(outcome));
    }

    /// <summary>One data set below another of the same columns.</summary>
    internal static CausalData Below(CausalData above, CausalData below)
    {
        Table whole = TableStack.Of([above.Covariates.With(above.OutcomeColumn), below.Covariates.With(below.OutcomeColumn)]);
        return new CausalData(
            whole.Without(above.OutcomeColumn.Name),
            new Arms(above.TreatmentSpace, [.. above.Treatment, .. below.Treatment]),
            new Outcomes(whole[above.OutcomeColumn.Name], [.. above.Outcome, .. below.Outcome]));
    }
}
