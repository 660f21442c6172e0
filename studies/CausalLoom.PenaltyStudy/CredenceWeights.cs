using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Comparison;
using CausalLoom.Sandbox.Penalty;
using CausalLoom.Simulators;

namespace CausalLoom.PenaltyStudy;

/// <summary>
/// The Credence preset under rising penalty weights, up to their 10²⁰ (docs/evidence/sandbox-papers.md): what training met, what fresh rows
/// state
/// and whether the outcome still depends on the covariates.
/// </summary>
internal static class CredenceWeights
{
    private const int Seeds = 3, Rows = 1000, Drawn = 4000;

    internal static void Run()
    {
        Console.WriteLine("data,asked_tau,asked_kappa,weight,seed,tau_rms,kappa_rms,stated_tau,stated_kappa0,corr_uniform_y,real_corr");
        Table toy = new ToySimulator().Draw(Rows, RandomStream.Of(42)).Table;
        CausalData levels = CausalData.From(toy, "T", "Y"), numbers = Numbers(toy);
        double sd = Deviation([.. numbers.Outcome]);
        foreach (double weight in new[] { 1e0, 1e3, 1e6, 1e9, 1e18, 1e20 })
        {
            for (int seed = 1; seed <= Seeds; seed++)
            {
                Fit("toy", levels, 0.1, 0.05, 1, weight, seed);
                Fit("numbers", numbers, 1, 0, sd, weight, seed);
            }
        }
    }

    // Effects in units of the outcome's standard deviation where it is a number.
    private static void Fit(string name, CausalData data, double tau, double kappa, double unit, double weight, int seed)
    {
        SandboxKnobs knobs = new(Knob.Constant(tau * unit), Knob.Constant(kappa * unit), Knob.Constant(kappa * unit), null);
        PenaltyModel model = PenaltySandbox.Fit(
            TwoArms.Of(data, "The sandbox"), knobs, ComparisonPresets.Credence with { TauWeight = weight, KappaWeight = weight },
            FitContext.ForSeed(seed));
        SandboxDraw units = model.DrawUnits(Drawn, RandomStream.Of(seed));
        double[] y = [.. units.Treatment.Select((t, i) => t == 1 ? units.Outcomes.Y1[i] : units.Outcomes.Y0[i])];
        double[] figures =
        [
            tau, kappa, weight, seed, model.Facts.Constraints[0].RootMeanSquare, model.Facts.Constraints[1].RootMeanSquare,
            units.Mu1.Zip(units.Mu0, (a, b) => a - b).Average() / unit, units.Kappa0.Average() / unit,
            Correlation(units.Covariates["X_uniform"].ToNumbers(), y),
            Correlation(data.Covariates["X_uniform"].ToNumbers(), [.. data.Outcome]),
        ];
        Console.WriteLine(name + "," + string.Join(',', figures.Select(f => f.ToString("G3", CultureInfo.InvariantCulture))));
    }

    // Y = 1 + X_exp + T (2 + X_uniform) + N(0, 1), T by X_uniform.
    private static CausalData Numbers(Table toy)
    {
        double[] exp = toy["X_exp"].ToNumbers(), uniform = toy["X_uniform"].ToNumbers();
        RandomStream noise = RandomStream.Of(44);
        int[] arms = Array.ConvertAll(uniform, u => noise.NextBernoulli(LogisticRegression.Sigmoid(0.4 * u)) ? 1 : 0);
        double[] y = [.. arms.Select((t, i) => 1 + exp[i] + (t * (2 + uniform[i])) + noise.NextNormal())];
        return CausalData.From(toy.Without("T", "Y").With(new BinaryColumn("T", arms, ["0", "1"]), new ContinuousColumn("Y", y)), "T", "Y");
    }

    private static double Deviation(double[] v)
    {
        double mean = v.Average();
        return Math.Sqrt(v.Average(x => (x - mean) * (x - mean)));
    }

    private static double Correlation(double[] a, double[] b)
    {
        double ma = a.Average(), mb = b.Average();
        return a.Zip(b, (x, y) => (x - ma) * (y - mb)).Average() / (Deviation(a) * Deviation(b));
    }
}
