using System.Diagnostics;
using System.Globalization;
using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Covariates;
using CausalLoom.Evaluation.Privacy;
using CausalLoom.Generators;
using CausalLoom.Generators.Ruled;
using CausalLoom.Numerics.Random;
using CausalLoom.Rules;

namespace CausalLoom.RulesStudy;

/// <summary>Draws rows of a table.</summary>
internal delegate Table StudyTable(int rows, RandomStream stream);

/// <summary>Rows of generators with and without the rules that were found, against the rows fitted to and as many fresh ones.</summary>
internal sealed class StudyRun(string file, StudyTable table)
{
    private const string Header =
        "generator,rows,seed,rules,c2st_boosting,c2st_logistic,precision,recall,correlation_similarity,membership_auc,"
        + "broken_of_10000,fit_cpu_s";

    internal void Run(string[] generators, int[] sizes, int seeds)
    {
        if (!File.Exists(file))
        {
            File.WriteAllText(file, Header + "\n");
        }

        foreach ((int n, int seed) in from n in sizes from seed in Enumerable.Range(1, seeds) select (n, seed))
        {
            Bench bench = new(n, seed, table);
            Console.WriteLine($"{n} rows, seed {seed}: {bench.Rules.Count} rules");
            foreach (string generator in generators)
            {
                Write(generator, n, seed, "found", bench.Measure(generator, bench.Rules));
                Write(generator, n, seed, "none", bench.Measure(generator, []));
            }
        }
    }

    /// <summary>Each rule by itself, beside none and all: which of them costs.</summary>
    internal static void Each(string generator, int[] sizes, int seeds, StudyTable table)
    {
        foreach (int n in sizes)
        {
            Dictionary<string, List<double>> scores = [];
            for (int seed = 1; seed <= seeds; seed++)
            {
                Bench bench = new(n, seed, table);
                double none = bench.Measure(generator, [])[0];
                Add("(none)", none);
                Add("(all)", bench.Measure(generator, bench.Rules)[0] - none);
                foreach (Rule rule in bench.Rules)
                {
                    Add(rule.Text, bench.Measure(generator, [rule])[0] - none);
                }
            }

            foreach ((string rule, List<double> all) in scores)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{n,5} {all.Average(),7:0.000} of {all.Count}  {rule}"));
            }

            void Add(string rule, double score) => (scores.TryGetValue(rule, out List<double>? list) ? list : scores[rule] = []).Add(score);
        }
    }

    private void Write(string generator, int n, int seed, string rules, double[] figures)
    {
        string line = string.Join(',', [generator, n, seed, rules, .. figures.Select(f => f.ToString("0.####",
            CultureInfo.InvariantCulture))]);
        Console.WriteLine(line);
        File.AppendAllText(file, line + "\n");
    }

    private sealed class Bench
    {
        private readonly Table _train, _fresh;
        private readonly FitContext _context;
        private readonly CovariateComparison _comparison;

        internal Bench(int n, int seed, StudyTable table)
        {
            RandomStream stream = RandomStream.Of(seed).Child("stays");
            (_train, _fresh) = (table(n, stream.Child("train")), table(n, stream.Child("fresh")));
            _context = FitContext.ForSeed(seed) with { Threads = Environment.ProcessorCount };
            _comparison = new CovariateComparison(_train, 5, _context.Child("embeddings"));
            Rules = RuleFinder.Find(_train).Rules;
        }

        internal IReadOnlyList<Rule> Rules { get; }

        internal double[] Measure(string name, IReadOnlyList<Rule> rules)
        {
            TimeSpan start = Process.GetCurrentProcess().TotalProcessorTime;
            var model = new RuledGenerator(Catalogues.Default.Generators.Create(name), rules).Fit(_train, _context.Child(name));
            double cost = (Process.GetCurrentProcess().TotalProcessorTime - start).TotalSeconds;
            Table many = model.Sample(10_000, _context.Child(name).Child("many").Stream);
            Table sample = model.Sample(_train.Rows, _context.Child(name).Child("sample").Stream);
            CovariateMetrics x = _comparison.Measure(sample, _context.Child("measure"));
            (FeatureEncoder encoder, var real) = FeatureEncoder.FitEncode(_train, FeatureOptions.Raw with { MaxLevels = 64 });
            PrivacyMetrics privacy = CopyingDiagnostics.Measure(real, encoder.Encode(sample), encoder.Encode(_fresh),
                _context.Child("privacy"));
            bool[] broken = new bool[many.Rows];
            foreach (Rule rule in Rules)
            {
                bool[] one = rule.Broken(many);
                broken = [.. broken.Select((b, i) => b || one[i])];
            }

            return [x.C2stBoosting, x.C2stLogistic, x.AlphaPrecision, x.BetaRecall, x.CorrelationSimilarity,
                privacy.MembershipAuc ?? double.NaN, broken.Count(b => b), cost];
        }
    }
}
