using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Sandbox.Comparison;
using CausalLoom.Simulators;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Sandbox.Comparison;

/// <summary>What the tests of other tools' knobs share: a table with two outcome levels, one with numbers, quick models.</summary>
internal static class ComparisonData
{
    /// <summary>The toy, a trial: corr(X_uniform, Y) is .16.</summary>
    public static CausalData Binary { get; } = CausalData.From(new ToySimulator().Draw(600, RandomStream.Of(42)).Table, "T", "Y");

    /// <summary>Y = 1 + X_exp + T (2 + X_uniform) + N(0, 1), T by X_uniform.</summary>
    public static CausalData Numeric { get; } = Numbers();

    /// <summary>A logistic propensity and means linear in each arm: effects differ between rows, and a fit takes no time.</summary>
    public static Plasmode Models { get; } = new() { Propensity = new LogisticPropensity(), OutcomeModel = new LinearOutcome() };

    public static CausalData Of(bool binary) => binary ? Binary : Numeric;

    /// <summary>A mean of nought within 4.5 standard errors: false alarms below 1e-5.</summary>
    public static void IsNought(double[] v)
    {
        double mean = v.Average(), se = Math.Sqrt(v.Average(x => (x - mean) * (x - mean)) / v.Length);
        Assert.InRange(Math.Abs(mean), 0, (4.5 * se) + 1e-12);
    }

    /// <summary>
    /// Holds the truth of drawn rows against the rows themselves, overall and in either half of the effect and the propensity.
    /// </summary>
    public static void TruthIsWhatIsDrawn(SyntheticData drawn, string treatment, string outcome)
    {
        Truth truth = drawn.Truth!;
        double[] arms = drawn.Table[treatment].ToNumbers(), y = drawn.Table[outcome].ToNumbers(), cate = truth.Cate(),
            e = truth.Propensity[1];
        Assert.All(Enumerable.Range(0, y.Length), i => Assert.Equal(truth.PotentialOutcomes[(int)arms[i]][i], y[i], 1e-9));
        foreach (double[] by in new[] { cate, e })
        {
            double cut = by.Order().ElementAt(y.Length / 2);
            foreach (bool high in new[] { false, true })
            {
                int[] rows = [.. Enumerable.Range(0, y.Length).Where(i => by[i] > cut == high)];
                if (rows.Length > 0)
                {
                    IsNought([.. rows.Select(i => arms[i] - e[i])]);
                    IsNought([.. rows.Select(i => truth.PotentialOutcomes[1][i] - truth.PotentialOutcomes[0][i] - cate[i])]);
                    IsNought([.. rows.Select(i => y[i] - truth.Mu[(int)arms[i]][i])]);
                }
            }
        }
    }

    /// <summary>The rows and their truth, to the last digit.</summary>
    public static string Text(SyntheticData data) =>
        string.Join('\n', data.Table.Columns.Concat(TruthTable.Of(data.Truth!, ["0", "1"]).Columns)
        .Select(c => c.Name + ":" + string.Join(',', Enumerable.Range(0, c.Count)
            .Select(i => c is ContinuousColumn n ? n.Values[i].ToString("R", CultureInfo.InvariantCulture) : c.TextAt(i)))));

    public static double Correlation(double[] a, double[] b)
    {
        double ma = a.Average(), mb = b.Average();
        return a.Zip(b, (x, y) => (x - ma) * (y - mb)).Sum() / Math.Sqrt(a.Sum(x => (x - ma) * (x - ma)) * b.Sum(y => (y - mb) * (y - mb)));
    }

    private static CausalData Numbers()
    {
        Table toy = new ToySimulator().Draw(800, RandomStream.Of(43)).Table;
        double[] exp = toy["X_exp"].ToNumbers(), uniform = toy["X_uniform"].ToNumbers();
        RandomStream noise = RandomStream.Of(44);
        int[] arms = Array.ConvertAll(uniform, u => noise.NextBernoulli(LogisticRegression.Sigmoid(0.4 * u)) ? 1 : 0);
        double[] y = [.. arms.Select((t, i) => 1 + exp[i] + (t * (2 + uniform[i])) + noise.NextNormal())];
        return CausalData.From(toy.Without("T", "Y").With(new BinaryColumn("T", arms, ["0", "1"]), new ContinuousColumn("Y", y)), "T", "Y");
    }
}
