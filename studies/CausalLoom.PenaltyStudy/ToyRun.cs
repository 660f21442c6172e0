using System.Diagnostics;
using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Evaluation.Covariates;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Penalty;
using CausalLoom.Sandbox.Verification;
using CausalLoom.Simulators;

namespace CausalLoom.PenaltyStudy;

/// <summary>
/// The notebooks' toy, n = 1,000, with τ = .1, κ = 0, log α = X_bin (docs/methods/simulators.md): one fit, one draw of 1,000 rows for
/// fidelity and 20,000 for what is realised.
/// </summary>
internal static class ToyRun
{
    internal const string Header = "way,seed,tau_mae,ate,kappa_mae,overlap_mse,ratio_0,ratio_1,w1,ks,tv,contingency,corr_bin,corr_b,"
        + "corr_uniform,corr_exp,c2st_boosting,c2st_logistic,fit_cpu_s,draw_cpu_s,met";
    private const int Rows = 1000, Many = 20_000;

    internal static void Run(string way, int seed, string file)
    {
        CausalData real = CausalData.From(new ToySimulator().Draw(Rows, RandomStream.Of(seed).Child("toy")).Table, "T", "Y");
        SandboxKnobs knobs = new(Knob.Constant(0.1), Knob.Zero, Knob.Zero,
            Knob.Of("X_bin", x => Array.ConvertAll(((BinaryColumn)x["X_bin"]).Codes, c => (double)c)));
        FitContext context = FitContext.ForSeed(seed).Child("toy study");
        TimeSpan start = Cpu();
        PenaltyModel model = PenaltySandbox.Fit(TwoArms.Of(real, "The sandbox"), knobs, ToyWays.Of(way), context);
        TimeSpan fitted = Cpu();
        SandboxDraw many = model.DrawUnits(Many, context.Stream.Child("many"));
        TimeSpan drawn = Cpu();
        CausalData made = real.Like(model.Draw(Rows, context.Stream.Child("rows")).Table);
        CausalData large = real.Like(SandboxTable.Of(many, model.TreatmentSpace, model.OutcomeShape, model.ColumnOrder).Table);
        double[] tau = [.. many.Mu1.Zip(many.Mu0, (a, b) => a - b)];
        double[] figures =
        [
            tau.Average(t => Math.Abs(t - 0.1)), tau.Average(), 0.5 * (many.Kappa0.Average(Math.Abs) + many.Kappa1.Average(Math.Abs)),
            Square(model.Facts.Constraints.Single(c => c.Name == "log_alpha").RootMeanSquare), Ratio(many, 0), Ratio(many, 1),
            ToyFidelity.Wasserstein(real.Covariates, made.Covariates), ToyFidelity.Kolmogorov(real.Covariates, made.Covariates),
                ToyFidelity.Variation(real.Covariates, made.Covariates),
            ToyFidelity.Contingency(real, large), ToyFidelity.Correlation(large, "X_bin"), ToyFidelity.Correlation(large, "X_cat"),
                ToyFidelity.Correlation(large, "X_uniform"), ToyFidelity.Correlation(large, "X_exp"),
            ClassifierTest.Boosting(Whole(real), Whole(made), context.Child("boosting")),
                ClassifierTest.Logistic(Whole(real), Whole(made), context.Child("logistic")),
            (fitted - start).TotalSeconds, (drawn - fitted).TotalSeconds, model.Facts.Met ? 1 : 0,
        ];
        if (!File.Exists(file))
        {
            File.WriteAllText(file, Header + "\n");
        }

        string line = string.Join(',', [way.Replace(',', ';'), seed.ToString(CultureInfo.InvariantCulture),
            .. figures.Select(f => f.ToString("0.0000", CultureInfo.InvariantCulture))]);
        File.AppendAllText(file, line + "\n");
        Console.WriteLine(line + "  " + string.Join(' ', model.Facts.Constraints.Select(c =>
            string.Create(CultureInfo.InvariantCulture, $"{c.Name} {c.RootMeanSquare:0.0000} ({c.Weight:0})"))));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  real corr: {ToyFidelity.Correlation(real, "X_bin"):0.00} {ToyFidelity.Correlation(real, "X_cat"):0.00} "
            + $"{ToyFidelity.Correlation(real, "X_uniform"):0.00} {ToyFidelity.Correlation(real, "X_exp"):0.00}; outcome epochs "
            + $"{model.Facts.OutcomeCurve[^1].Epoch}, covariate epochs {model.TrainingCurve[^1].Epoch}; e off {Calibration(many):0.000}"));
        SandboxVerification check = Verifier.Run(model, real, new VerificationOptions { Units = 5000, DrawsEach = 100 },
            context.Child("verify"));
        Console.WriteLine("  verification: " + (check.Passed ? "passed" : "failed " + string.Join(' ', check.Failures)));
    }

    private static Table Whole(CausalData data) =>
        data.Covariates.With(new BinaryColumn("T", [.. data.Treatment], ["0", "1"]), data.OutcomeColumn);

    // The mean propensity that the model reports less the share of treated, by X_bin: the larger of two.
    private static double Calibration(SandboxDraw units)
    {
        int[] bin = ((BinaryColumn)units.Covariates["X_bin"]).Codes;
        return Enumerable.Range(0, 2).Max(v =>
        {
            int[] rows = [.. Enumerable.Range(0, bin.Length).Where(i => bin[i] == v)];
            return Math.Abs(rows.Average(i => units.Propensity[i]) - rows.Average(i => units.Treatment[i]));
        });
    }

    private static double Ratio(SandboxDraw units, int value)
    {
        int[] bin = ((BinaryColumn)units.Covariates["X_bin"]).Codes;
        double[] share = [.. Enumerable.Range(0, 2).Select(arm =>
        {
            int[] rows = [.. Enumerable.Range(0, bin.Length).Where(i => units.Treatment[i] == arm)];
            return rows.Count(i => bin[i] == value) / (double)rows.Length;
        })];
        return Math.Log(share[0] / share[1]);
    }

    private static double Square(double x) => x * x;

    private static TimeSpan Cpu() => Process.GetCurrentProcess().TotalProcessorTime;
}
