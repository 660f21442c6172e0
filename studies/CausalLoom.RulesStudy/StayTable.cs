using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.RulesStudy;

/// <summary>Stays in hospital: fourteen rules among nineteen columns that depend on one another beyond the rules.</summary>
internal static class StayTable
{
    /// <summary>Some rows.</summary>
    internal static Table Of(int rows, RandomStream s)
    {
        double[] age = Make(_ => Math.Round(Math.Clamp(58 + (16 * s.NextNormal()), 18, 97)));
        int[] sex = Codes(_ => s.NextBernoulli(0.45) ? 1 : 0);
        int[] smoker = Codes(i => s.NextBernoulli(age[i] > 60 ? 0.25 : 0.45) ? 1 : 0);
        double[] cigarettes = Make(i => smoker[i] == 0 ? 0 : 1 + Math.Floor((0.3 * age[i]) * s.NextDouble()));
        double[] prostate = Make(i => sex[i] == 0 ? double.NaN : Math.Round(Math.Exp((0.03 * (age[i] - 50)) + (0.6 * s.NextNormal())), 2));
        int[] stage = Codes(i => s.NextCategory(age[i] > 60 ? [0.2, 0.3, 0.25, 0.25] : [0.4, 0.3, 0.2, 0.1]));
        int[] plan = Codes(i => stage[i] == 3 ? 1 + s.NextInt(2) : s.NextCategory(stage[i] == 0 ? [0.6, 0.3, 0.1] : [0.2, 0.4, 0.4]));
        double[] admitted = Make(_ => s.NextInt(1400));
        double[] stay = Make(i => 1 + Math.Floor((stage[i] + 1) * 2.5 * s.NextExponential()));
        double[] intensive = Make(i => Math.Min(stay[i], stage[i] < 2 ? 0 : Math.Floor(3 * s.NextExponential())));
        double[] room = Make(i => Math.Round((stay[i] * 210) + (40 * s.NextNormal()), 2));
        double[] drugs = Make(i => Math.Round(Math.Exp(4 + (0.3 * plan[i]) + (0.5 * s.NextNormal())), 2));
        double[] devices = Make(i => s.NextBernoulli(0.7) ? 0 : Math.Round(300 * s.NextExponential(), 2));
        double[] diastolic = Make(i => Math.Round(62 + (0.25 * age[i]) + (9 * s.NextNormal())));
        double[] systolic = Make(i => diastolic[i] + 8 + Math.Floor(40 * Math.Abs(s.NextNormal())));
        double[] dose = Make(i => 25 * Math.Round(Math.Clamp(4 + (0.5 * stage[i]) + s.NextNormal(), 1, 8)));
        double[] tablets = Make(_ => 1 + s.NextInt(3));
        return new Table(
        [
            Whole("age", age), new BinaryColumn("elderly", Array.ConvertAll(age, v => v >= 70 ? 1 : 0), ["no", "yes"]),
            new BinaryColumn("sex", sex, ["F", "M"]), new BinaryColumn("smoker", smoker, ["no", "yes"]), Whole("cigarettes", cigarettes),
            new ContinuousColumn("psa", prostate, 2), new CategoricalColumn("stage", stage, ["I", "II", "III", "IV"]),
            new CategoricalColumn("plan", plan, ["watch", "drug", "surgery"]), Whole("admitted", admitted),
            Whole("discharged", Make(i => admitted[i] + stay[i])), Whole("days", stay), Whole("icu_days", intensive),
            new ContinuousColumn("room", room, 2), new ContinuousColumn("drugs", drugs, 2), new ContinuousColumn("devices", devices, 2),
            new ContinuousColumn("bill", Make(i => Math.Round(room[i] + drugs[i] + devices[i], 2)), 2),
            Whole("dbp", diastolic), Whole("sbp", systolic), Whole("dose", dose), Whole("tablets", tablets),
            Whole("daily", Make(i => dose[i] * tablets[i])),
        ]);

        double[] Make(Func<int, double> value) => [.. Enumerable.Range(0, rows).Select(value)];
        int[] Codes(Func<int, int> value) => [.. Enumerable.Range(0, rows).Select(value)];
    }

    private static IntegerColumn Whole(string name, double[] values) => new(name, Array.ConvertAll(values, v => (long)v));
}
