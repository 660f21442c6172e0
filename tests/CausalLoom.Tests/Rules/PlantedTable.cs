using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Rules;

/// <summary>Tables with rules planted in them, and tables without any.</summary>
internal static class PlantedTable
{
    /// <summary>The conditions that are true of <see cref="Of"/> by construction.</summary>
    public static string[] Truths { get; } =
    [
        "start <= end", "visit1 <= visit2", "visit2 <= visit3", "part_a + part_b + part_c == total", "net + tax == gross",
        "cost == price * count", "smoker != \"no\" | cigs == 0", "smoker != \"yes\" | cigs != 0", "pregnant != \"yes\" | sex == \"F\"",
        "sex != \"F\" | is.na(psa)", "sex != \"M\" | !is.na(psa)", "(old == \"yes\") == (age >= 65)", "heaped %% 5 == 0",
        "half %% 0.5 == 0", "same == age", "!(stage == \"IV\" & plan == \"watch\")",
    ];

    /// <summary>Rows with <see cref="Truths"/>.</summary>
    public static Table Of(int rows, long seed)
    {
        RandomStream s = RandomStream.Of(seed);
        List<Column> columns = [];
        double[] age = Make(i => Math.Round(Math.Clamp(55 + (15 * s.NextNormal()), 18, 95)));
        int[] sex = Codes(i => s.NextBernoulli(0.5) ? 1 : 0);
        int[] smoker = Codes(i => s.NextBernoulli(0.35) ? 1 : 0);
        int[] pregnant = Codes(i => sex[i] == 0 && s.NextBernoulli(0.2) ? 1 : 0);
        int[] stage = Codes(i => s.NextCategory([0.3, 0.3, 0.2, 0.2]));
        int[] plan = Codes(i => stage[i] == 3 ? 1 + s.NextInt(2) : s.NextInt(3));
        double[] start = Make(i => s.NextInt(1000));
        double[] visit1 = Make(i => Math.Round(40 + (9 * s.NextNormal())));
        double[] visit2 = Make(i => visit1[i] + Math.Floor(6 * s.NextExponential()));
        double[] visit3 = Make(i => visit2[i] + Math.Floor(4 * s.NextExponential()));
        double[] a = Make(i => Math.Round(20 * s.NextExponential(), 1)), b = Make(i => Math.Round(30 * s.NextExponential(), 1));
        double[] c = Make(i => Math.Round(10 * s.NextExponential(), 1));
        double[] net = Make(i => Math.Round(500 + (100 * s.NextNormal()), 2)), tax = Make(i => Math.Round(90 + (20 * s.NextNormal()), 2));
        double[] price = Make(i => Math.Round(5 + (2 * s.NextExponential()), 2)), count = Make(i => 1 + s.NextInt(9));
        columns.Add(Whole("age", age));
        columns.Add(new BinaryColumn("sex", sex, ["F", "M"]));
        columns.Add(new BinaryColumn("smoker", smoker, ["no", "yes"]));
        columns.Add(Whole("cigs", Make(i => smoker[i] == 0 ? 0 : 1 + s.NextInt(30))));
        columns.Add(new BinaryColumn("pregnant", pregnant, ["no", "yes"]));
        columns.Add(new ContinuousColumn("psa", Make(i => sex[i] == 0 ? double.NaN : Math.Round(Math.Exp(s.NextNormal()), 2)), 2));
        columns.Add(new BinaryColumn("old", Array.ConvertAll(age, v => v >= 65 ? 1 : 0), ["no", "yes"]));
        columns.Add(new CategoricalColumn("stage", stage, ["I", "II", "III", "IV"]));
        columns.Add(new CategoricalColumn("plan", plan, ["watch", "drug", "surgery"]));
        columns.Add(Whole("start", start));
        columns.Add(Whole("end", Make(i => start[i] + 1 + Math.Floor(9 * s.NextExponential()))));
        columns.Add(Whole("visit1", visit1));
        columns.Add(Whole("visit2", visit2));
        columns.Add(Whole("visit3", visit3));
        columns.Add(new ContinuousColumn("part_a", a, 1));
        columns.Add(new ContinuousColumn("part_b", b, 1));
        columns.Add(new ContinuousColumn("part_c", c, 1));
        columns.Add(new ContinuousColumn("total", Make(i => Math.Round(a[i] + b[i] + c[i], 1)), 1));
        columns.Add(new ContinuousColumn("net", net, 2));
        columns.Add(new ContinuousColumn("tax", tax, 2));
        columns.Add(new ContinuousColumn("gross", Make(i => Math.Round(net[i] + tax[i], 2)), 2));
        columns.Add(new ContinuousColumn("price", price, 2));
        columns.Add(Whole("count", count));
        columns.Add(new ContinuousColumn("cost", Make(i => Math.Round(price[i] * count[i], 2)), 2));
        columns.Add(Whole("heaped", Make(i => 5 * Math.Round(10 + (3 * s.NextNormal())))));
        columns.Add(new ContinuousColumn("half", Make(i => Math.Round(2 * (20 + (4 * s.NextNormal()))) / 2), 1));
        columns.Add(Whole("same", age));
        columns.Add(new ContinuousColumn("noise", Make(i => s.NextNormal())));
        return new Table(columns);

        double[] Make(Func<int, double> value) => [.. Enumerable.Range(0, rows).Select(value)];
        int[] Codes(Func<int, int> value) => [.. Enumerable.Range(0, rows).Select(value)];
    }

    /// <summary>Columns of whole numbers.</summary>
    public static IntegerColumn Whole(string name, double[] values) => new(name, Array.ConvertAll(values, v => (long)v));

    /// <summary>
    /// Columns without any rule: normal, skewed, counts, levels and missing values; a common factor ties them as strongly as asked,
    /// and coarse rounding ties their values.
    /// </summary>
    /// <param name="rows">How many.</param>
    /// <param name="seed">Of the draw.</param>
    /// <param name="loading">Of the factor, 0 for independent columns.</param>
    /// <param name="law">
    /// <c>normal</c>; <c>scales</c> (rows of unequal scale, so that the extremes go together), <c>skewed</c> (an exponential factor), or
    /// <c>tails</c> (what is not the factor has the tails of Student's t with 3 degrees of freedom).
    /// </param>
    public static Table Lawless(int rows, long seed, double loading, string law)
    {
        RandomStream s = RandomStream.Of(seed).Child("lawless");
        double[] factor = [.. Enumerable.Range(0, rows).Select(_ => law == "skewed" ? s.NextExponential() - 1 : s.NextNormal())];
        double[] scale = [.. Enumerable.Range(0, rows).Select(_ => law == "scales" ? Math.Exp(0.5 * s.NextNormal()) : 1)];
        double Own() => law == "tails" ? s.NextNormal() / Math.Sqrt(Enumerable.Range(0, 3).Sum(_ => Math.Pow(s.NextNormal(), 2)))
            : s.NextNormal();
        double[] Latent() => [.. factor.Select((f, i) => scale[i] * ((loading * f) + (Math.Sqrt(1 - (loading * loading)) * Own())))];
        List<Column> columns = [];
        for (int k = 0; k < 4; k++)
        {
            double[] z = Latent();
            columns.Add(new ContinuousColumn($"real{k}", Array.ConvertAll(z, v => Math.Round(100 + (15 * v), 1)), 1));
            z = Latent();
            columns.Add(Whole($"shifted{k}", Array.ConvertAll(z, v => Math.Round(110 + (12 * k) + (15 * v)))));
            z = Latent();
            columns.Add(Whole($"count{k}", Array.ConvertAll(z, v => Math.Floor(Math.Exp(v)))));
            z = Latent();
            columns.Add(Whole($"rare{k}", Array.ConvertAll(z, v => Math.Max(0, Math.Floor(3 * (v - 1.2))))));
            z = Latent();
            columns.Add(new BinaryColumn($"flag{k}", Array.ConvertAll(z, v => v > 0.3 * k ? 1 : 0), ["no", "yes"]));
            z = Latent();
            columns.Add(new CategoricalColumn($"kind{k}", Array.ConvertAll(z, _ => s.NextCategory([0.4, 0.3, 0.2, 0.1])),
                ["a", "b", "c", "d"]));
            z = Latent();
            columns.Add(new ContinuousColumn($"skewed{k}", Array.ConvertAll(z, v => Math.Round(Math.Pow(3, k) * Math.Exp(v), 2)), 2));
            z = Latent();
            columns.Add(new ContinuousColumn($"gaps{k}", Array.ConvertAll(z, v => s.NextBernoulli(0.1) ? double.NaN : v)));
        }

        return new Table(columns);
    }
}
