using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Covariates;
using CausalLoom.Evaluation.Privacy;
using CausalLoom.Generators;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Linear;
using CausalLoom.Synthesis;

namespace CausalLoom.HybridStudy;

/// <summary>
/// What dropping rows close to a real one does, by quantile of the holdout's distances: share dropped, effect, covariate term, fidelity,
/// copying. A fifth of the rows is held out, another for each seed; one fit serves all quantiles, as rows drawn again until they are kept
/// have
/// the law of the rows that are kept.
/// </summary>
internal sealed class FilterStudy(string path)
{
    public const string Header = "data,generator,seed,quantile,dropped,target,target_se,psi_real,psi,psi_se,covariate_term,aipw,aipw_se,"
        + "precision,recall,membership_auc,close_share,protection,report_dropped";
    private const int Pool = 20_000, Embeddings = 5;
    private static readonly double[] Quantiles = [double.NaN, 0, 0.01, 0.05, 0.1, 0.2];

    private readonly ResultFile _results = new(path, Header, 4);

    /// <summary>Runs what is not done for one seed.</summary>
    public void Run(string name, CausalData all, int seed, IReadOnlyList<string> generators, string? propensity = null)
    {
        string[] left = [.. generators.Where(g => !_results.Has(name, g, seed, Quantiles[^1]))];
        if (left.Length == 0)
        {
            return;
        }

        FitContext context = FitContext.ForSeed(seed).Child("filter study").Child(name);
        int[] order = context.Child("split").Stream.Permutation(all.Rows);
        CausalData fitted = all.Take(order.AsSpan(all.Rows / 5)), holdout = all.Take(order.AsSpan(0, all.Rows / 5));
        Rows real = new(fitted, holdout, context);
        foreach (string generator in left)
        {
            HybridSynthesizer synthesizer = new() { Generator = Catalogues.Default.Generators.Create(generator), Holdout = holdout };
            synthesizer = propensity is null ? synthesizer
                : synthesizer with { Propensity = Catalogues.Default.Propensities.Create(propensity) };
            FittedHybrid model = (FittedHybrid)synthesizer.Fit(fitted, context.Child("fit"));
            SyntheticData pool = model.Draw(Pool, context.Child("pool").Stream);
            Sweep(name, generator, seed, model.Report, pool, real, context.Child("measure"));
        }
    }

    private void Sweep(string name, string generator, int seed, HybridReport report, SyntheticData pool, Rows real, FitContext context)
    {
        CausalData drawn = real.Fitted.Like(pool.Table);
        double[] distance = real.Distances(drawn.Covariates), effects = pool.Truth!.Cate();
        foreach (double quantile in Quantiles.Where(q => !_results.Has(name, generator, seed, q)))
        {
            double limit = double.IsNaN(quantile) ? double.NegativeInfinity : real.Quantile(quantile);
            int[] kept = [.. Enumerable.Range(0, Pool).Where(i => distance[i] >= limit)];
            double? fromReport = quantile == report.Copying!.FilterQuantile ? report.Copying.ShareDropped : null;
            object?[] head = [name, generator, seed, quantile, 1 - (kept.Length / (double)Pool), report.Target.Estimate,
                report.Target.StandardError, report.PsiReal];
            _results.Add([.. head, .. Kept(kept, effects, drawn, report, real, context), fromReport]);
        }
    }

    // Blank where too few rows are left for a data set of the size of the fitted one.
    private static object?[] Kept(int[] kept, double[] effects, CausalData drawn, HybridReport report, Rows real, FitContext context)
    {
        if (kept.Length < real.Fitted.Rows)
        {
            return new object?[10];
        }

        double[] cate = [.. kept.Select(i => effects[i])];
        double psi = cate.Average(), se = Math.Sqrt(cate.Sum(v => (v - psi) * (v - psi)) / (cate.Length - 1.0) / cate.Length);
        CausalData sample = drawn.Take(kept.AsSpan(0, real.Fitted.Rows));
        AverageEffectOptions options = new() { Estimators = ["aipw"] };
        AverageEffect aipw = AverageEffects.Estimate(sample, options, context.Child("aipw")).Effects[0];
        (EmbeddingScores shape, PrivacyMetrics copying) = real.Measure(sample.Covariates, context);
        return [psi, se, psi - report.PsiReal, aipw.Estimate, aipw.Se, shape.Precision, shape.Recall, copying.MembershipAuc,
            copying.DcrShareBelowHoldoutP05, copying.DcrProtection];
    }

    /// <summary>The real side of one split.</summary>
    private sealed class Rows
    {
        private readonly FeatureEncoder _encoder;
        private readonly Matrix _raw, _holdout;
        private readonly CovariateDistance _distance;
        private readonly double[] _unseen;
        private readonly EmbeddingBank _bank;

        public Rows(CausalData fitted, CausalData holdout, FitContext context)
        {
            Fitted = fitted;
            (_encoder, _raw) = FeatureEncoder.FitEncode(fitted.Covariates, FeatureOptions.Raw with { MaxLevels = 64 });
            _holdout = _encoder.Encode(holdout.Covariates);
            _distance = new CovariateDistance(_raw);
            _unseen = [.. _distance.Of(_holdout).Order()];
            _bank = EmbeddingBank.Fit(_raw, Embeddings, context.Child("embeddings"));
        }

        public CausalData Fitted { get; }

        public double[] Distances(Table covariates) => _distance.Of(_encoder.Encode(covariates));

        public double Quantile(double p)
        {
            double at = p * (_unseen.Length - 1);
            int below = (int)at;
            return below + 1 < _unseen.Length ? _unseen[below] + ((at - below) * (_unseen[below + 1] - _unseen[below])) : _unseen[below];
        }

        public (EmbeddingScores Shape, PrivacyMetrics Copying) Measure(Table covariates, FitContext context)
        {
            Matrix rows = _encoder.Encode(covariates);
            return (_bank.Score(rows, context), CopyingDiagnostics.Measure(_raw, rows, _holdout, context));
        }
    }
}
