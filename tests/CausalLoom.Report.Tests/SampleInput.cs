using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Generators;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;

namespace CausalLoom.Report.Tests;

/// <summary>Inputs of reports: data drawn from the demo process or from many columns, with figures of a plausible size.</summary>
internal static class SampleInput
{
    public static readonly string[] Hostile =
    [
        "<script>alert(1)</script>",
        "</script>",
        "\"><img src=x onerror=alert(2)>",
        "--><!-- <b>'&\u2028\u202e",
    ];

    /// <summary>Two draws of the demo process: an ideal synthetic sample.</summary>
    public static ReportInput Demo(int rows = 400) => new(
        "Synthetic blood-pressure cohort",
        new RunFacts("causalloom demo --out demo-out", "real.csv", "synthetic.csv", "0.1.0", 1, "steam", "tvae",
            [new("Outcome model", "slearner"), new("Outcome noise", "residual")]),
        Result(DemoData(rows, "real"), DemoData(rows, "synthetic")),
        DemoData(rows, "real"),
        DemoData(rows, "synthetic"))
    {
        TrainingCurve = [.. Enumerable.Range(1, 60)
            .Select(e => new TrainingPoint(e, 2 + (40.0 / (e * e)), e % 5 == 0 ? 2.2 + (30.0 / (e * e)) : double.NaN))],
        Truth = new KnownTruth(-5.44, -5.31),
        Warnings = ["crp has 31 missing values; they are modelled."],
    };

    /// <summary>Many columns of all types, or the given names, with a shift that grows along the columns.</summary>
    public static ReportInput Wide(int columns, int rows = 300, IReadOnlyList<string>? names = null)
    {
        names ??= [.. Enumerable.Range(1, columns).Select(j => $"x_{j}")];
        CausalData real = WideData(rows, names, 0, "real"), synthetic = WideData(rows, names, .5 / columns, "synthetic");
        return Demo(50) with { Result = Result(real, synthetic), Real = real, Synthetic = synthetic };
    }

    /// <summary>Every name, level, sentence and option is hostile.</summary>
    public static ReportInput HostileNames()
    {
        ReportInput input = Wide(Hostile.Length, 60, Hostile);
        string all = string.Join(' ', Hostile);
        return input with
        {
            Title = all,
            Run = new RunFacts(all, all, all, all, 1, all, all, [new(all, all)]),
            Warnings = Hostile,
            Result = input.Result with
            {
                Version = all,
                Verdicts = [.. Hostile.Select(h => new Verdict(h, VerdictLevel.Fail, h)), new Verdict("outcome", VerdictLevel.Fail, all)],
                Treatment = input.Result.Treatment with { JsdPiNormalized = null, Note = all },
                Outcome = input.Result.Outcome with { FailureSignature = all },
                Localisation = input.Result.Localisation with { Reading = all },
                Ate = input.Result.Ate with { ContrastBySubgroup = new SubgroupContrasts(
                    5, 2, [.. Hostile.Select(h => new GroupContrast(h, "= " + h, 30, 30, 1, [.5, 1.5]))]) },
                Privacy = input.Result.Privacy with { DcrShareBelowHoldoutP05 = null, Note = all },
                Utility = new UtilityMetrics(null, null, all, all),
            },
        };
    }

    public static EvaluationResult Result(CausalData real, CausalData synthetic) => new(
        "0.1.0",
        7,
        new RowCounts(real.Rows, synthetic.Rows),
        new CovariateMetrics(.912, .031, .487, .012, .968, .482, .496, .961, .984, .973, .052, .93, .88, .0031, .0044),
        new TreatmentMetrics(.957, .91, .931, .968, .9647, .94, .95, Share(real), Share(synthetic), null, Propensities(real, "real"),
            Propensities(synthetic, "synthetic")),
        new OutcomeMetrics(1.72, 1.05, 1.61, new LearnerPehe(1.9, 1.33, 1.98, 1.67), .985, .41, 1.03, 2.3, 2.1, null),
        new JointMetrics(.98, .96, .012, .0031, .0007, .91, .48),
        new AteComparison(
            new EffectEstimate(-5.38, .42),
            new EffectEstimate(-5.12, .40),
            .05,
            .21,
            [-.12, .22],
            [-.9, 1.3],
            .26,
            [-.88, 1.4],
            new SubgroupContrasts(14, 2.86, [new GroupContrast("severity", "= severe", 90, 84, 2.4, [.3, 4.5])]),
            [.. Enumerable.Range(1, 10)
                .Select(k => new GroupContrast("propensity", $"0.{k - 1}0–0.{k}0", 40, 40, .1 * (k - 5), [(.1 * k) - 2, (.1 * k) + 1]))],
            new ExactTerms(-5.31, .19, .07, [-.8, .9], .04, [-.02, .1], .03, [-.8, .9])),
        new CateGap(new GapFigure(3.1, 1.9, 1.2, [.2, 2.2]), new GapFigure(2.4, 1.5, .9, [.1, 1.7]), 1.33, 12, null),
        new SignalMetrics(new SignalSide(.19, .76, .94, 210, 150, .9, .88), new SignalSide(.2, .8, .95, 215, 148, .91, .87)),
        new LocalisationMetrics(
            new LocalisedStep(.53, [.49, .57], .94, .07, .03, [-.01, .07], .12),
            new LocalisedStep(.58, [.54, .62], .84, .0001, .05, [.02, .08], .0004),
            new LocalisedStep(.58, [.54, .62], .84, .0001, 0, [-.02, .02], .6),
            ["assignment"],
            400,
            400,
            "The sides differ in the assignment given the covariates (AUC +0.05, p < .001)."),
        new SupportMetrics(.012, .018),
        new UtilityMetrics(6.41, 6.28, "rmse", null),
        new PrivacyMetrics(.047, 1.02, .99, .81, 0, .503, null),
        [
            new Verdict("covariates", VerdictLevel.Pass, "P .91 and R .49: as an independent sample of the same population."),
            new Verdict("treatment", VerdictLevel.Pass, "Normalised JSD_π .91: assignment depends on X as it did."),
            new Verdict("outcome", VerdictLevel.Caution, "U_PEHE 1.72, 1.07 times the bootstrap floor."),
            new Verdict("effect", VerdictLevel.Pass, "The average effects differ by .26, less than their standard error."),
            new Verdict("copying", VerdictLevel.Pass, "No row is a copy; authenticity .50."),
        ]);

    private static double Share(CausalData data) => (double)data.Treated / data.Rows;

    private static double[] Propensities(CausalData data, string side)
    {
        RandomStream stream = RandomStream.Of(3).Child(side);
        return [.. data.Treatment.Select(w => 1 / (1 + Math.Exp(.5 - (.6 * w) - (.8 * stream.NextNormal()))))];
    }

    private static CausalData DemoData(int rows, string side)
    {
        Table table = new DemoSimulator().Draw(rows, RandomStream.Of(1).Child(side)).Table;
        int[] treatment = [.. table["drug"].ToNumbers().Select(w => (int)w)];
        Column outcome = table["sbp_change"];
        return new CausalData(table.Without("drug", "sbp_change"), new TreatmentSpace("drug", ["0", "1"]), treatment, outcome,
            outcome.ToNumbers());
    }

    private static CausalData WideData(int rows, IReadOnlyList<string> names, double shift, string side)
    {
        RandomStream stream = RandomStream.Of(2).Child(side);
        double[] common = new double[rows];
        stream.Child("common").FillNormal(common);
        Column[] columns = [.. names.Select((name, j) => WideColumn(name, j, common, shift * j, stream.Child(j)))];
        int[] treatment = [.. common.Select((c, i) => i < 2 ? i : stream.NextBernoulli(.5) ? 1 : 0)];
        double[] outcome = [.. common.Select((c, i) => c + treatment[i] + stream.NextNormal())];
        return new CausalData(new Table(columns), new TreatmentSpace(Hostile[0], [Hostile[1], Hostile[2]]), treatment,
            new ContinuousColumn(Hostile[2], outcome), outcome);
    }

    private static Column WideColumn(string name, int j, double[] common, double shift, RandomStream stream)
    {
        double[] z = [.. common.Select(c => (.5 * c) + stream.NextNormal() + (4 * shift))];
        return (j % 4) switch
        {
            0 => new ContinuousColumn(name, [.. z.Select(v => stream.NextBernoulli(.1) ? double.NaN : Math.Exp(v))]),
            1 => new BinaryColumn(name, [.. z.Select(v => v > 0 ? 1 : 0)], [Hostile[0], Hostile[3]]),
            2 => new IntegerColumn(name, [.. z.Select(v => (long)Math.Round(3 * v))]),
            _ => new CategoricalColumn(name, [.. z.Select(v => (int)Math.Clamp((v + 3) * 2, 0, 11))],
                [.. Hostile, "a", "b", "c", "d", "e", "f", "g", "h"]),
        };
    }
}
