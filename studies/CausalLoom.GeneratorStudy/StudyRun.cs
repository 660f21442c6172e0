using System.Diagnostics;
using System.Globalization;
using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Covariates;
using CausalLoom.Evaluation.Privacy;
using CausalLoom.Generators;
using CausalLoom.Models;

namespace CausalLoom.GeneratorStudy;

/// <summary>
/// One data set: every generator on four fifths of the rows (another split for each seed), held against those rows and, for
/// membership, against the fifth it has not seen; or, with <c>whole</c>, on all rows, as the published anchors are.
/// Results are appended as they come, and what is there is not done again.
/// </summary>
internal sealed class StudyRun(StudyData data, string folder, bool whole)
{
    internal const string Header = "dataset,generator,rows,seed,precision,precision_sd,recall,c2st_boosting,c2st_logistic,"
        + "correlation_similarity,dependence_kept,sd_ratio,lower_tail,upper_tail,missing_difference,membership_auc,verbatim,verbatim_real,"
        + "dcr_protection,fit_cpu_s,sample_cpu_s,bytes";
    private const int Embeddings = 20;

    private readonly string _file = Path.Combine(folder, data.Name + ".csv");
    private readonly string _mode = whole ? "all" : "four fifths";
    private readonly HashSet<string> _done = [];

    internal void Run(IReadOnlyList<string> generators, int seeds)
    {
        if (!File.Exists(_file))
        {
            File.WriteAllText(_file, Header + "\n");
        }

        _done.UnionWith(File.ReadAllLines(_file).Skip(1).Select(line => string.Join(',', line.Split(',')[1..4])));
        for (int seed = 1; seed <= seeds; seed++)
        {
            RunSeed(generators, seed);
        }
    }

    private string Key(string generator, int seed) => string.Create(CultureInfo.InvariantCulture, $"{generator},{_mode},{seed}");

    private void RunSeed(IReadOnlyList<string> generators, int seed)
    {
        string[] left = [.. generators.Where(g => !_done.Contains(Key(g, seed)))];
        bool fresh = data.Fresh is not null && !_done.Contains(Key("fresh rows", seed));
        if (left.Length == 0 && !fresh)
        {
            return;
        }

        FitContext context = FitContext.ForSeed(seed).Child("generator study").Child(data.Name);
        (Table train, Table? holdout) = Split(context);
        CovariateComparison comparison = new(train, Embeddings, context.Child("embeddings") with { Threads = Environment.ProcessorCount });
        if (fresh)
        {
            int[] rows = context.Child("fresh").Stream.Permutation(data.Fresh!.Rows)[..Math.Min(train.Rows, data.Fresh.Rows)];
            Measure("fresh rows", seed, comparison, train, holdout, data.Fresh.Take(rows), context, (0, 0, 0));
        }

        foreach (string name in left)
        {
            TimeSpan start = Cpu();
            ITabularModel model = Catalogues.Default.Generators.Create(name).Fit(train, context.Child(name));
            TimeSpan fitted = Cpu();
            Table sample = model.Sample(train.Rows, context.Child(name).Child("sample").Stream);
            TimeSpan sampled = Cpu();
            using MemoryStream saved = new();
            LoomArchive.Write(saved, model.Save());
            Measure(name, seed, comparison, train, holdout, sample, context,
                ((fitted - start).TotalSeconds, (sampled - fitted).TotalSeconds, saved.Length));
        }
    }

    private (Table Train, Table? Holdout) Split(FitContext context)
    {
        if (whole)
        {
            return (data.Covariates, null);
        }

        int[] order = context.Child("split").Stream.Permutation(data.Covariates.Rows);
        int held = data.Covariates.Rows / 5;
        return (data.Covariates.Take(order.AsSpan(held)), data.Covariates.Take(order.AsSpan(0, held)));
    }

    private void Measure(string name, int seed, CovariateComparison comparison, Table train, Table? holdout, Table sample,
        FitContext context, (double Fit, double Sample, long Bytes) cost)
    {
        FitContext child = context.Child("measure") with { Threads = Environment.ProcessorCount };
        CovariateMetrics x = comparison.Measure(sample, child);
        SpreadRatios tails = SpreadRatios.Of(train, sample);
        (FeatureEncoder encoder, var real) = FeatureEncoder.FitEncode(train, FeatureOptions.Raw with { MaxLevels = 64 });
        PrivacyMetrics privacy = CopyingDiagnostics.Measure(real, encoder.Encode(sample), holdout is null ? null
            : encoder.Encode(holdout), child);
        double?[] figures =
        [
            x.AlphaPrecision, x.AlphaPrecisionSd, x.BetaRecall, x.C2stBoosting, x.C2stLogistic, x.CorrelationSimilarity, x.DependenceKept,
                tails.Sd, tails.Lower, tails.Upper,
            x.MissingRateDifference, privacy.MembershipAuc, privacy.VerbatimRate, privacy.VerbatimRateReal, privacy.DcrProtection, cost.Fit,
                cost.Sample,
        ];
        string line = string.Join(',', [data.Name, Key(name, seed), .. figures.Select(f =>
            f?.ToString("0.0000", CultureInfo.InvariantCulture) ?? string.Empty), cost.Bytes.ToString(CultureInfo.InvariantCulture)]);
        File.AppendAllText(_file, line + "\n");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{data.Name,-8}{name,-11} seed {seed}  P {x.AlphaPrecision:0.000}  R {x.BetaRecall:0.000}  boosted C2ST "
            + $"{x.C2stBoosting:0.000}  corr {x.CorrelationSimilarity:0.000} kept {x.DependenceKept:0.00}  SD {tails.Sd:0.00} tails "
            + $"{tails.Lower:0.00} {tails.Upper:0.00}  membership {privacy.MembershipAuc:0.000}  verbatim {privacy.VerbatimRate:0.000} "
            + $"({privacy.VerbatimRateReal:0.000})  fit {cost.Fit:0.0} s sample {cost.Sample:0.0} s  {cost.Bytes / 1024} kB"));
    }

    private static TimeSpan Cpu() => Process.GetCurrentProcess().TotalProcessorTime;
}
