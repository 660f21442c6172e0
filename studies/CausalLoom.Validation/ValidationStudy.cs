using System.Globalization;
using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Covariates;
using CausalLoom.Evaluation.Outcome;
using CausalLoom.Evaluation.Treatment;
using CausalLoom.Generators;
using CausalLoom.Generators.Vae;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Synthesis;

namespace CausalLoom.Validation;

/// <summary>Generic against STEAM, and the references that give the numbers meaning, on one data set.</summary>
internal sealed class ValidationStudy
{
    private readonly Dataset _data;
    private readonly int _threads;
    private readonly CovariateComparison _covariates;
    private readonly List<string> _lines = ["dataset,way,seed,precision,recall,jsd_pi,jsd_normalized,u_pehe,floor,floor_bootstrap,"
        + "ratio_to_bootstrap,c2st_boosting,authenticity,treated_share,noise_ratio"];

    private ValidationStudy(Dataset data, int threads)
    {
        _data = data;
        _threads = threads;
        _covariates = new CovariateComparison(data.Real.Covariates, 20, Context(0, "embeddings"));
    }

    /// <summary>Runs the study of one data set.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="folder">Where its results go.</param>
    /// <param name="seeds">How many seeds.</param>
    /// <param name="threads">How many threads.</param>
    /// <param name="generator">One generator: STEAM and the generic baseline with it, and only that; null: the paper's comparison.</param>
    public static void Run(Dataset data, string folder, int seeds, int threads, string? generator)
    {
        ValidationStudy study = new(data, threads);
        string name = generator is null ? data.Name : data.Name + "-" + generator;
        if (generator is null)
        {
            study.References();
        }

        for (int seed = 1; seed <= seeds; seed++)
        {
            study.Compare(seed, generator is null ? Ways : With(generator));
            File.WriteAllLines(Path.Combine(folder, name + ".csv"), study._lines);
        }

        File.WriteAllText(Path.Combine(folder, name + ".md"), ValidationTable.Of(study._lines));
    }

    private void References()
    {
        int n = _data.Real.Rows;
        CausalData copy = _data.Real.Take(Bootstrap(n));
        Record("bootstrap copy", 0, copy, null);
        if (_data.Fresh is { } fresh)
        {
            int rows = Math.Min(n, fresh.Rows);
            Record("fresh patients", 0, fresh.Take(Context(0, "fresh").Stream.Permutation(fresh.Rows).AsSpan(0, rows)), null);
        }
    }

    private void Compare(int seed, IReadOnlyList<(string Way, ISynthesizer Synthesizer, bool InPaper)> ways)
    {
        OutcomeReference? paper = ways.Any(w => w.InPaper)
            ? OutcomeReference.Fit(_data.Real, OutcomeEvaluationOptions.SteamPaper, Context(seed, "reference"), _data.Real.Rows) : null;
        OutcomeReference ours = OutcomeReference.Fit(_data.Real, new OutcomeEvaluationOptions(), Context(seed, "reference"),
            _data.Real.Rows);
        foreach ((string way, ISynthesizer synthesizer, bool inPaper) in ways)
        {
            IFittedSynthesizer fitted = synthesizer.Fit(_data.Real, Context(seed, "fit"));
            CausalData drawn = _data.Real.Like(fitted.Draw(_data.Real.Rows, Context(seed, "draw").Stream).Table);
            Record(way, seed, drawn, ours);
            if (inPaper)
            {
                Record(way + " (paper's networks)", seed, drawn, paper);
            }
        }
    }

    private static IReadOnlyList<(string Way, ISynthesizer Synthesizer, bool InPaper)> Ways =>
    [
        ("generic", new JointSynthesizer { Generator = new TvaeGenerator() }, true),
        ("steam, no noise", new SequentialSynthesizer { Generator = new TvaeGenerator(), OutcomeNoise = OutcomeNoise.None }, true),
        ("steam, residual noise", new SequentialSynthesizer { Generator = new TvaeGenerator() }, true),
        ("steam, logistic propensity",
            new SequentialSynthesizer { Generator = new TvaeGenerator(), Propensity = new LogisticPropensity() }, false),
        ("steam, stacked outcome",
            new SequentialSynthesizer { Generator = new TvaeGenerator(), OutcomeModel = new StackedOutcome() }, false),
    ];

    private static IReadOnlyList<(string Way, ISynthesizer Synthesizer, bool InPaper)> With(string generator) =>
    [
        ("generic", new JointSynthesizer { Generator = Catalogues.Default.Generators.Create(generator) }, false),
        ("steam, residual noise", new SequentialSynthesizer { Generator = Catalogues.Default.Generators.Create(generator) }, false),
    ];

    private void Record(string way, int seed, CausalData synthetic, OutcomeReference? reference)
    {
        CovariateMetrics x = _covariates.Measure(synthetic.Covariates, Context(seed, "covariates"));
        TreatmentMetrics w = TreatmentComparison.Measure(_data.Real, synthetic, new CalibratedPropensity(),
            new EvaluationOptions().AssignmentDraws, Context(seed, "treatment"));
        OutcomeMetrics? y = reference?.Compare(synthetic, Context(seed, "outcome"));
        double?[] figures = [x.AlphaPrecision, x.BetaRecall, w.JsdPi, w.JsdPiNormalized, y?.UPehe, y?.Floor, y?.FloorBootstrap,
            y?.UPehe / y?.FloorBootstrap, x.C2stBoosting, x.Authenticity, w.TreatedShareSynthetic, y?.NoiseRatio];
        string line = string.Join(',', [_data.Name, '"' + way + '"', seed.ToString(CultureInfo.InvariantCulture),
            .. figures.Select(f => f?.ToString("0.0000", CultureInfo.InvariantCulture) ?? string.Empty)]);
        _lines.Add(line);
        Console.WriteLine(line);
    }

    private int[] Bootstrap(int rows)
    {
        var stream = Context(0, "bootstrap").Stream;
        return [.. Enumerable.Range(0, rows).Select(_ => stream.NextInt(rows))];
    }

    private FitContext Context(int seed, string name) => FitContext.ForSeed(seed, _threads).Child("validation").Child(name);
}
