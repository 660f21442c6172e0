using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;
using CausalLoom.Synthesis;

namespace CausalLoom.OverlapStudy;

/// <summary>
/// Data sets of 200 rows from the papers' soft process, pools from a new trial and from a hybrid fitted to 1,000 rows of a trial.
/// </summary>
internal sealed class OutcomeAugmentationStudy(int poolRows, string generator, int fits)
{
    private const int Rows = 200, SeedRows = 1000;
    private static readonly double[] Flips = [0, 0.05, 0.1];
    private readonly RandomStream _root = RandomStream.Of(1).Child("outcome augmentation");
    private readonly IFittedSynthesizer?[] _fitted = new IFittedSynthesizer?[fits];

    /// <summary>Every estimate of every data set.</summary>
    public IReadOnlyList<OutcomeAugmentationRow> Run(int replicates)
    {
        ISimulator soft = Catalogues.Default.CreateSimulator("hybrid", ["overlap=soft"]),
            trial = Catalogues.Default.CreateSimulator("hybrid", ["overlap=randomized"]);
        List<OutcomeAugmentationRow> rows = [];
        for (int r = 1; r <= replicates; r++)
        {
            RandomStream stream = _root.Child(r);
            CausalData data = Split(soft, soft.Draw(Rows, stream.Child("data")).Table);
            Add(rows, r, "none", 0, data, null, stream, soft.AverageEffect);
            foreach ((string name, CausalData pool) in new[] { ("trial", Split(trial, trial.Draw(poolRows, stream.Child("trial")).Table)),
                (generator, Split(trial, Fitted(trial, (r - 1) % fits).Draw(poolRows, stream.Child("pool")).Table)) })
            {
                foreach (double flip in Flips)
                {
                    Add(rows, r, name, flip, data, flip == 0 ? pool : OutcomeRows.Flip(pool, flip, stream.Child("flip")), stream,
                        soft.AverageEffect);
                }
            }
        }

        return rows;
    }

    private static void Add(List<OutcomeAugmentationRow> rows, int replicate, string name, double flip, CausalData data, CausalData? pool,
        RandomStream stream, double truth)
    {
        FitContext context = new(stream.Child("fit"), Environment.ProcessorCount);
        foreach ((string estimator, string averaging, double estimate) in new OutcomeAugmentation(data, pool, context).Run())
        {
            rows.Add(new OutcomeAugmentationRow(replicate, name, flip, estimator, averaging, estimate - truth));
        }
    }

    private IFittedSynthesizer Fitted(ISimulator trial, int fit)
    {
        RandomStream stream = _root.Child("fit").Child(fit);
        return _fitted[fit] ??= new HybridSynthesizer { Generator = Catalogues.Default.Generators.Create(generator) }
            .Fit(Split(trial, trial.Draw(SeedRows, stream.Child("seed")).Table),
                new FitContext(stream.Child("fit"), Environment.ProcessorCount));
    }

    private static CausalData Split(ISimulator simulator, Table table) => CausalData.From(table, simulator.Treatment, simulator.Outcome);
}
