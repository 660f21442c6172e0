using System.Diagnostics;
using System.Globalization;
using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Networks;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Simulators;
using CausalLoom.Synthesis;

namespace CausalLoom.Validation;

/// <summary>
/// The runs behind docs/evidence/mechanisms.md: out-of-fold losses and CPU seconds of nuisance learners and of stacks with further members,
/// and the continuous ranked probability score of residual laws on rows that nothing was learnt from.
/// </summary>
internal static class MechanismStudy
{
    private static readonly string[] Outcomes = ["constant", "linear", "spline", "interactions", "forest", "boosting", "stack"];
    private static readonly string[] Propensities = ["constant", "logistic", "spline", "interactions", "forest", "boosting",
        "network", "stack"];

    // "stack again" is what combining anew costs by itself.
    private static readonly (string Name, string[] Members)[] Wider = [("stack again", ["stack"]), ("stack+spline", ["stack", "spline"]),
        ("stack+interactions", ["stack", "interactions"]), ("stack+both", ["stack", "spline", "interactions"])];

    public static void Run(string what, string folder, int seeds, string? only)
    {
        foreach ((string name, Func<int, (CausalData, Truth?)> draw) in Sources(folder)
            .Where(s => only is null || only.Split(',').Contains(s.Name)))
        {
            for (int seed = 1; seed <= seeds; seed++)
            {
                (CausalData data, Truth? truth) = draw(seed);
                if (what == "laws")
                {
                    Laws(name, seed, data);
                }
                else
                {
                    Learners(name, seed, data, truth);
                }
            }
        }
    }

    private static IEnumerable<(string Name, Func<int, (CausalData, Truth?)> Draw)> Sources(string folder)
    {
        foreach ((string name, string simulator, string[] settings) in new[]
        {
            ("demo", "demo", Array.Empty<string>()),
            ("hybrid-6", "hybrid", ["overlap=moderate"]),
            ("hybrid-20", "hybrid", ["dimensions=20", "overlap=moderate"]),
            ("kang-schafer", "kang-schafer", []),
            ("nie-wager-a", "nie-wager", ["setup=A"]),
            ("nie-wager-c", "nie-wager", ["setup=C"]),
        })
        {
            yield return (name, seed =>
            {
                ISimulator source = Catalogues.Default.CreateSimulator(simulator, settings);
                SyntheticData drawn = source.Draw(500, RandomStream.Of(seed));
                return (CausalData.From(drawn.Table, source.Treatment, source.Outcome), drawn.Truth);
            });
        }

        yield return ("spread", seed => (Shaped(1000, seed, leaning: false), null));
        yield return ("lean", seed => (Shaped(1000, seed, leaning: true), null));
        yield return ("ihdp", _ => (Load(folder, "ihdp_npci_1.csv", "treatment", "y_factual", ["y_cfactual", "mu0", "mu1"]), null));
        yield return ("actg", _ => (Actg(folder), null));
    }

    private static CausalData Load(string folder, string file, string treatment, string outcome, string[] drop) =>
        DataLoader.Load(Path.Combine(folder, file), new LoadOptions { Treatment = treatment, Outcome = outcome, Drop = drop }).Data;

    // Y = x₁ + W + r in three normal covariates: r ~ N(0, e^{1.2 x₁}), or an exponential less its mean whose tail has the sign of x₁.
    private static CausalData Shaped(int rows, int seed, bool leaning)
    {
        RandomStream stream = RandomStream.Of(seed).Child("shaped");
        double[][] x = [.. Enumerable.Range(0, 3).Select(_ => new double[rows])];
        Array.ForEach(x, column => stream.FillNormal(column));
        int[] w = Array.ConvertAll(x[0], v => stream.NextBernoulli(LogisticRegression.Sigmoid(0.5 * v)) ? 1 : 0);
        double[] y = [.. x[0].Select((v, i) =>
            v + w[i] + (leaning ? Math.Sign(v) * (stream.NextExponential() - 1) : Math.Exp(0.6 * v) * stream.NextNormal()))];
        Column[] columns = [.. x.Select((v, j) => new ContinuousColumn($"x{j + 1}", v)), new BinaryColumn("w", w, ["0", "1"]),
            new ContinuousColumn("y", y)];
        return CausalData.From(new Table(columns), "w", "y");
    }

    // Zidovudine alone against all else, baseline covariates, CD4 count at 20 weeks.
    private static CausalData Actg(string folder) =>
        Load(folder, "actg175.csv", "treat", "cd420", ["pidnum", "zprior", "offtrt", "cd496", "r", "cd820", "cens", "days", "arms"]);

    private static void Learners(string name, int seed, CausalData data, Truth? truth)
    {
        Folds folds = Folds.Stratified([.. data.Treatment], 5, RandomStream.Of(seed).Child("folds"));
        Dictionary<string, double[][]> mu = [];
        foreach (string learner in Outcomes)
        {
            double[][] held = [new double[data.Rows], new double[data.Rows]];
            double cpu = Timed(() => EachFold(folds, k =>
            {
                IOutcomeModel model = Catalogues.Default.Outcomes.Create(learner)
                    .Fit(data.Take(folds.Training(k)), FitContext.ForSeed(seed));
                Put(held[0], folds.HeldOut(k), model.Mean(data.Covariates.Take(folds.HeldOut(k)), 0));
                Put(held[1], folds.HeldOut(k), model.Mean(data.Covariates.Take(folds.HeldOut(k)), 1));
            }));
            mu[learner] = held;
            Write("outcome", name, seed, learner, OutcomeLoss(data, truth, held), cpu);
        }

        foreach ((string wider, string[] members) in Wider)
        {
            Write("outcome", name, seed, wider, OutcomeLoss(data, truth, Combined(data, folds, [.. members.Select(m => mu[m])])),
                double.NaN);
        }

        Dictionary<string, double[]> pi = [];
        foreach (string learner in Propensities)
        {
            double[] held = new double[data.Rows];
            double cpu = Timed(() => EachFold(folds, k => Put(held, folds.HeldOut(k), Catalogues.Default.Propensities.Create(learner)
                .Fit(data.Take(folds.Training(k)), FitContext.ForSeed(seed))
                .Probabilities(data.Covariates.Take(folds.HeldOut(k)))[1])));
            pi[learner] = held;
            Write("propensity", name, seed, learner, LogLoss(held, data.Treatment), cpu);
        }

        foreach ((string wider, string[] members) in Wider)
        {
            Write("propensity", name, seed, wider,
                LogLoss(Combined(data.Treatment, folds, [.. members.Select(m => pi[m])]), data.Treatment), double.NaN);
        }

        if (truth is not null)
        {
            Write("propensity", name, seed, "truth", LogLoss(truth.Propensity[1], data.Treatment), double.NaN);
        }
    }

    // The surfaces' error in SDs of the surfaces where they are known; else the held-out loss as a share of that of the arms' means.
    private static double OutcomeLoss(CausalData data, Truth? truth, double[][] mu)
    {
        if (truth is not null)
        {
            double error = 0, spread = 0;
            for (int arm = 0; arm < 2; arm++)
            {
                double average = truth.Mu[arm].Average();
                error += mu[arm].Zip(truth.Mu[arm], (m, t) => (m - t) * (m - t)).Sum();
                spread += truth.Mu[arm].Sum(t => (t - average) * (t - average));
            }

            return Math.Sqrt(error / spread);
        }

        double loss = 0, constant = 0;
        for (int arm = 0; arm < 2; arm++)
        {
            int[] rows = [.. Enumerable.Range(0, data.Rows).Where(i => data.Treatment[i] == arm)];
            double average = rows.Average(i => data.Outcome[i]);
            loss += rows.Sum(i => (data.Outcome[i] - mu[arm][i]) * (data.Outcome[i] - mu[arm][i]));
            constant += rows.Sum(i => (data.Outcome[i] - average) * (data.Outcome[i] - average));
        }

        return Math.Sqrt(loss / constant);
    }

    // Each fold's convex weights come from the other folds.
    private static double[][] Combined(CausalData data, Folds folds, double[][][] members)
    {
        double[][] mixed = [new double[data.Rows], new double[data.Rows]];
        EachFold(folds, k =>
        {
            int[] training = folds.Training(k);
            Matrix x = new(training.Length, members.Length);
            for (int i = 0; i < training.Length; i++)
            {
                for (int m = 0; m < members.Length; m++)
                {
                    x[i, m] = members[m][data.Treatment[training[i]]][training[i]];
                }
            }

            double[] b = ConvexWeights.Fit(x, Array.ConvertAll(training, i => data.Outcome[i]));
            foreach (int i in folds.HeldOut(k))
            {
                for (int arm = 0; arm < 2; arm++)
                {
                    mixed[arm][i] = members.Select((m, j) => b[j] * m[arm][i]).Sum();
                }
            }
        });
        return mixed;
    }

    private static double[] Combined(Arms treatment, Folds folds, double[][] members)
    {
        double[] mixed = new double[treatment.Count];
        Matrix logits = new(treatment.Count, members.Length);
        for (int i = 0; i < treatment.Count; i++)
        {
            for (int m = 0; m < members.Length; m++)
            {
                logits[i, m] = LogisticRegression.Logit(members[m][i]);
            }
        }

        EachFold(folds, k =>
        {
            int[] training = folds.Training(k);
            LogisticFit fit = NonNegativeLogistic.Fit(logits.TakeRows(training), Array.ConvertAll(training, i => (double)treatment[i]), 8);
            Put(mixed, folds.HeldOut(k), Array.ConvertAll(fit.Predict(logits.TakeRows(folds.HeldOut(k))), p => Math.Clamp(p, 0.01, 0.99)));
        });
        return mixed;
    }

    // Half the rows teach means and laws; the others judge 200 draws each: E|Y − y| − ½ E|Y − Y′|.
    private static void Laws(string name, int seed, CausalData data)
    {
        if (data.IsBinaryOutcome)
        {
            return;
        }

        int[] order = RandomStream.Of(seed).Child("halves").Permutation(data.Rows), one = order[..(data.Rows / 2)],
            two = order[(data.Rows / 2)..];
        Array.Sort(one);
        Array.Sort(two);
        CausalData train = data.Take(one), test = data.Take(two);
        StackedOutcome learner = new();
        double[] own = learner.CrossFit(train, Folds.Stratified([.. train.Treatment], 5, RandomStream.Of(seed).Child("folds")),
            FitContext.ForSeed(seed).Child("fold")).Own(train.Treatment);
        IOutcomeModel model = learner.Fit(train, FitContext.ForSeed(seed));
        double[][] mu = [model.Mean(test.Covariates, 0), model.Mean(test.Covariates, 1)];
        double[] means = [.. test.Treatment.Select((w, i) => mu[w][i])];
        foreach (string law in Catalogues.Default.OutcomeNoises.Names.SkipLast(1))
        {
            double crps = 0;
            double cpu = Timed(() =>
            {
                IResidualLaw fitted = Catalogues.Default.OutcomeNoises.Create(law).Learn!(train, own, FitContext.ForSeed(seed));
                double[][] draws = [.. Enumerable.Range(0, 200)
                    .Select(r => fitted.Draw(test.Covariates, [.. test.Treatment], means, RandomStream.Of(seed).Child("draw").Child(r)))];
                crps = Enumerable.Range(0, test.Rows).Average(i => Crps([.. draws.Select(d => d[i])], test.Outcome[i]));
            });
            Write("law", name, seed, law, crps, cpu);
        }

        Write("law", name, seed, "none", Enumerable.Range(0, test.Rows).Average(i => Math.Abs(means[i] - test.Outcome[i])), double.NaN);
    }

    private static double Crps(double[] draws, double y)
    {
        Array.Sort(draws);
        int m = draws.Length;
        double spread = draws.Select((d, i) => ((2.0 * i) - m + 1) * d).Sum() / ((double)m * (m - 1));
        return draws.Average(d => Math.Abs(d - y)) - spread;
    }

    private static double LogLoss(double[] p, Arms w) => p.Select((v, i) => w[i] == 1 ? -Math.Log(v) : -Math.Log(1 - v)).Average();

    private static void Put(double[] into, int[] rows, double[] values)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            into[rows[i]] = values[i];
        }
    }

    private static void EachFold(Folds folds, Action<int> body)
    {
        for (int k = 0; k < folds.Count; k++)
        {
            body(k);
        }
    }

    private static double Timed(Action work)
    {
        using Process process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        work();
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalSeconds;
    }

    private static void Write(string what, string source, int seed, string name, double loss, double cpu) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what},{source},{seed},{name},{loss:G6},{cpu:F2}"));
}
