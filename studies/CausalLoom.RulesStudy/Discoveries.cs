using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Rules;
using CausalLoom.Tests.Rules;

namespace CausalLoom.RulesStudy;

/// <summary>How many of the rules that are found are not so: 50,000 fresh rows of the same law break them.</summary>
internal static class Discoveries
{
    private const int FreshRows = 50_000;

    internal static void Run(int[] sizes, int seeds)
    {
        Console.WriteLine("rows,table,loading,tables,found,false,planted");
        foreach (int n in sizes)
        {
            foreach (string law in (string[])["normal", "scales", "skewed", "tails"])
            {
                foreach (double loading in (double[])[0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.995])
                {
                    Count(n, law, loading, seeds, (rows, seed) => PlantedTable.Lawless(rows, seed, loading, law), 0);
                }
            }

            Count(n, "planted", double.NaN, seeds, (rows, seed) => PlantedTable.Of(rows, seed), 16);
            Count(n, "stays", double.NaN, seeds, (rows, seed) => StayTable.Of(rows, RandomStream.Of(seed)), 14);
        }
    }

    private static void Count(int n, string law, double loading, int seeds, Func<int, int, Table> table, int planted)
    {
        int found = 0, wrong = 0;
        List<string> texts = [];
        for (int seed = 1; seed <= seeds; seed++)
        {
            IReadOnlyList<Rule> rules = RuleFinder.Find(table(n, 1000 + seed)).Rules;
            found += rules.Count;
            if (rules.Count > 0)
            {
                Table fresh = table(FreshRows, 500_000 + seed);
                Rule[] broken = [.. rules.Where(rule => rule.CountBroken(fresh) > 0)];
                wrong += broken.Length;
                texts.AddRange(broken.Select(rule => string.Create(CultureInfo.InvariantCulture,
                    $"{rule.Text} [{(double)rule.CountBroken(fresh) / FreshRows:0.#####}]")));
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{n},{law},{loading},{seeds},{found},{wrong},{planted * seeds}  {string.Join("; ", texts.Take(6))}"));
    }
}
