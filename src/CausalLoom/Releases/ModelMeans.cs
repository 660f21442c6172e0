using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;
using CausalLoom.Synthesis;

namespace CausalLoom.Releases;

/// <summary>The level means of a fitted model, by population, as its rows tell them.</summary>
/// <param name="Of">ψ_w(P̂), [K], and their covariance, [K][K].</param>
/// <param name="Rows">Rows they were taken from.</param>
/// <param name="Share">
/// The part of that covariance that an analyst's estimate from the released rows has too. To first order all of it counts twice, to second
/// order only what the two share: the released rows' share of the rows, which errs to the side of width. −1 where none is released.
/// </param>
internal sealed record ModelMeans(IReadOnlyDictionary<Population, (double[] Mean, double[][] Covariance)> Of, int Rows, double Share)
{
    /// <summary>Measures a model, with more rows of it where the pool has too few.</summary>
    /// <param name="model">The model.</param>
    /// <param name="pool">Its released rows, or none.</param>
    /// <param name="copies">Of how many models the mean is wanted.</param>
    /// <param name="nuisances">Those of an estimate, where the model does not know its means.</param>
    /// <param name="context">Stream, threads, progress.</param>
    public static ModelMeans Measured(IFittedSynthesizer model, ReleasePool pool, int copies, NuisanceOptions nuisances,
        FitContext context)
    {
        context.Report("Measuring the release", 0);
        int released = pool.Rows;
        pool.Fill(model, copies, context.Stream.Child("pool"), context.Cancellation);
        return new ModelMeans(pool.Means(nuisances, context.Child("model")), pool.Rows,
            pool.HasReleased ? (double)released / pool.Rows : -1);
    }
}
