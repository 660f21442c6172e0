using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Releases;

/// <summary>
/// The rows that a model's own level means are taken from: the released ones as they are drawn, and more of the model until there are
/// enough. Where the model knows its means they are added up and the rows let go; where it does not, the rows are kept to be estimated
/// from.
/// </summary>
internal sealed class ReleasePool
{
    // Of a model that knows its means the noise of a pool is that of effects between rows alone, and a tenth of n rows' at most.
    private const int Known = 50_000, KnownTimes = 10;
    private const int Estimated = 20_000, EstimatedTimes = 4;

    private readonly CausalData _real;
    private readonly Dictionary<Population, TiltedMeans> _means;
    private readonly List<SyntheticData> _kept = [];

    /// <summary>An empty pool.</summary>
    /// <param name="real">The rows that the model was fitted to.</param>
    /// <param name="populations">Whose means are wanted.</param>
    public ReleasePool(CausalData real, IReadOnlyList<Population> populations)
    {
        _real = real;
        _means = populations.ToDictionary(population => population, _ => new TiltedMeans(real.Levels));
    }

    /// <summary>How many rows it has.</summary>
    public int Rows { get; private set; }

    /// <summary>Whether the released rows are among them.</summary>
    public bool HasReleased { get; private set; }

    /// <summary>Adds rows that are released.</summary>
    public void Released(SyntheticData block)
    {
        HasReleased = true;
        Add(block);
    }

    /// <summary>Draws more until there are enough; not of a model whose rows come from a server, as each costs money.</summary>
    /// <param name="model">The model.</param>
    /// <param name="copies">Of how many models the mean is wanted: each may then be known less surely.</param>
    /// <param name="stream">Where rows come from.</param>
    /// <param name="cancellation">Ends the work.</param>
    public void Fill(IFittedSynthesizer model, int copies, RandomStream stream, CancellationToken cancellation)
    {
        long real = _real.Rows;
        if (model.Generator is Generators.IServedModel)
        {
            return;
        }

        // Whether it knows its means is seen in its rows: one that draws treatments with the covariates knows no propensity.
        Draw(Math.Max(2 * real, Math.Min(Estimated, EstimatedTimes * real)), "first");
        if (_kept.Count == 0)
        {
            Draw(Math.Max(Known, KnownTimes * real) / copies, "more");
        }

        void Draw(long wanted, string name)
        {
            int missing = (int)Math.Min(int.MaxValue, wanted - Rows);
            foreach (SyntheticData block in missing > 0 ? DrawnBlocks.Of(model, missing, stream.Child(name)) : [])
            {
                cancellation.ThrowIfCancellationRequested();
                Add(block);
            }
        }
    }

    /// <summary>
    /// The model's level means over a population and their covariance: sums of what it knows, or cross-fitted AIPW on the pool's rows. The
    /// influence of the pool's rows on either is a part of, or the same as, that of an analyst's estimate from the released ones.
    /// </summary>
    public IReadOnlyDictionary<Population, (double[] Mean, double[][] Covariance)> Means(NuisanceOptions nuisances, FitContext context)
    {
        if (_kept.Count == 0)
        {
            return _means.ToDictionary(one => one.Key, one => one.Value.Of());
        }

        CausalData rows = _real.Like(DrawnBlocks.Join(_kept).Table);
        ScoreInput input = RealMeans.Input(rows, nuisances, context, out _);
        return _means.Keys.ToDictionary(population => population, population =>
        {
            LevelMeans means = new AugmentedScore().Means(input, population);
            return (means.Mean, RealMeans.CovarianceOf(means, null));
        });
    }

    private void Add(SyntheticData block)
    {
        Rows += block.Table.Rows;
        if (block.Truth is not { } truth || double.IsNaN(truth.Propensity[0][0]))
        {
            _kept.Add(block with { Truth = null });
            return;
        }

        foreach ((Population population, TiltedMeans means) in _means)
        {
            means.Add(population, truth);
        }
    }
}
