using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;
using CausalLoom.Models;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Tests.Data;

namespace CausalLoom.Tests.Estimation.Average;

/// <summary>
/// Effects in print, from the same rows: NHEFS in Hernán and Robins, "Causal Inference: What If" (weighting in chapter 12,
/// standardisation in chapter 13), and the trial of LaLonde (1986) as Dehejia and Wahba (1999) cut it.
/// </summary>
public sealed class PublishedEffectTests
{
    private static readonly string[] Numbers = ["age", "smokeintensity", "smokeyrs", "wt71"],
        Levels = ["sex", "race", "education", "exercise", "active"];

    [Fact]
    public void WeightingOfNhefsIsTheBooks()
    {
        AverageEffect found = One(Nhefs(), Named.Nuisances("linear"), "ipw");
        Assert.Equal(1566, found.Rows);
        Assert.Equal(3.4405, found.Estimate, 5e-5);

        // The book's 95 % interval, 2.4 to 4.5, takes the weights for known, which is wider.
        Assert.InRange(found.Se, 0.45, 0.525);
    }

    [Fact]
    public void StandardisationOfNhefsIsTheBooks()
    {
        NuisanceOptions book = Named.Nuisances("linear") with { Outcome = new BookRegression("smokeintensity"), Folds = 1 };
        Assert.Equal(3.517, One(Nhefs(), book, "or").Estimate, 6e-4);
    }

    [Fact]
    public void TheTrialOfLalondeIsItsDifferenceOfMeans()
    {
        // 1794.3 with standard errors of 670.1 (from the residuals of each arm) or 671.0 (Welch's).
        CausalData data = CausalData.From(CsvTable.Read(SharedData.Find("lalonde_nsw_dw.csv")).Table, "treat", "re78");
        AverageEffect found = One(data, Named.Nuisances("constant+linear"), "ipw");
        Assert.Equal(1794.34, found.Estimate, 5e-3);
        Assert.InRange(found.Se, 670.0, 671.1);
    }

    private static AverageEffect One(CausalData data, NuisanceOptions nuisances, string estimator) =>
        Assert.Single(AverageEffects.Estimate(data, new AverageEffectOptions { Estimators = [estimator], Nuisances = nuisances },
            FitContext.ForSeed(1)).Effects);

    // The rows whose weight of 1982 is known, with the book's squares and levels.
    private static CausalData Nhefs()
    {
        Table all = CsvTable.Read(SharedData.Find("nhefs.csv")).Table;
        double[] change = all["wt82_71"].ToNumbers();
        Table known = all.Take([.. Enumerable.Range(0, all.Rows).Where(i => !double.IsNaN(change[i]))]);
        IEnumerable<Column> Of(string name) => [known[name],
            new ContinuousColumn(name + "2", [.. known[name].ToNumbers().Select(v => v * v)])];
        return CausalData.From(new Table([.. Numbers.SelectMany(Of), .. Levels.Select(name => Level(known[name])), known["qsmk"],
            new ContinuousColumn("wt82_71", known["wt82_71"].ToNumbers())]), "qsmk", "wt82_71");
    }

    private static CategoricalColumn Level(Column column)
    {
        string[] text = [.. column.ToNumbers().Select(v => v.ToString(CultureInfo.InvariantCulture))];
        string[] levels = [.. text.Distinct().Order(StringComparer.Ordinal)];
        return new CategoricalColumn(column.Name, Array.ConvertAll(text, t => Array.IndexOf(levels, t)), levels);
    }

    // One regression of both arms whose effect varies with one covariate, as a caller would add it.
    private sealed record BookRegression(string With) : IOutcomeLearner
    {
        public string Name => "book";

        public IOutcomeModel Fit(CausalData data, FitContext context)
        {
            FeatureEncoder encoder = FeatureEncoder.Fit(data.Covariates);
            double[] arms = [.. data.Treatment.Select(w => (double)w)];
            Matrix x = Design(encoder, data.Covariates, arms);
            return new Model(this, encoder, LeastSquares.Fit(new RowView(x), [.. data.Outcome]));
        }

        private Matrix Design(FeatureEncoder encoder, Table covariates, double[] arms)
        {
            Matrix z = encoder.Encode(covariates);
            double[] with = covariates[With].ToNumbers();
            return z.Append(new Matrix(z.Rows, 2, [.. arms.SelectMany((w, i) => new[] { w, w * with[i] })]));
        }

        private sealed class Model(BookRegression learner, FeatureEncoder encoder, LinearFit fit) : IOutcomeModel
        {
            public double[] Mean(Table covariates, int level) => fit.Predict(new RowView(learner.Design(encoder, covariates,
                [.. Enumerable.Repeat((double)level, covariates.Rows)])));

            public ModelState Save() => throw new NotSupportedException("It is not kept.");
        }
    }
}
