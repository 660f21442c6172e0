using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>
/// Tokens of levels: one for each level that occurs, in code order, save that rare levels share the last value token and
/// are told apart by their frequency; then the missing token.
/// </summary>
internal sealed class LevelTokens : ColumnTokens
{
    private readonly int[] _tokens;
    private readonly int[][] _levels;
    private readonly double[] _levelCounts;

    private LevelTokens(double[] levelCounts, int[] tokens, double[] counts, int missing)
        : base(counts, missing)
    {
        _levelCounts = levelCounts;
        _tokens = tokens;
        _levels = [.. Enumerable.Range(0, Observed).Select(_ => Array.Empty<int>())];
        foreach (IGrouping<int, int> group in Enumerable.Range(0, tokens.Length).Where(c => tokens[c] >= 0).GroupBy(c => tokens[c]))
        {
            _levels[group.Key] = [.. group];
        }
    }

    internal override bool IsOrdered => false;

    internal static LevelTokens Fit(DiscreteColumn column, TokenOptions options)
    {
        double[] counts = new double[column.Levels.Length];
        foreach (int code in column.Codes)
        {
            if (code >= 0)
            {
                counts[code]++;
            }
        }

        bool pools = counts.Count(n => n > 0) > options.PoolBeyond && counts.Count(n => n > 0 && n < options.RareCount) > 1;
        return Make(counts, pools ? options.RareCount : 0, column.MissingCount);
    }

    internal override int TokenOf(double value) => _tokens[(int)value];

    internal override double Decode(int token, RandomStream stream)
    {
        if (token == Missing)
        {
            return double.NaN;
        }

        int[] levels = _levels[token];
        if (levels.Length == 1)
        {
            return levels[0];
        }

        double u = stream.NextDouble() * Counts[token];
        int k = 0;
        while (k < levels.Length - 1 && (u -= _levelCounts[levels[k]]) >= 0)
        {
            k++;
        }

        return levels[k];
    }

    internal override void Save(ModelState state, int column)
    {
        state.Tensors[$"levels.{column}"] = new Tensor(_levelCounts, _levelCounts.Length);
        double rare = _levels.Where(l => l.Length > 1).Select(l => 1 + l.Max(c => _levelCounts[c])).DefaultIfEmpty(0).Max();
        state.Tensors[$"rare.{column}"] = new Tensor([rare, Missing < 0 ? 0 : Counts[Missing]], 2);
    }

    internal static LevelTokens Load(ModelState state, int column, int levels)
    {
        double[] counts = state.Doubles($"levels.{column}", levels), rest = state.Doubles($"rare.{column}", 2);
        return counts.All(n => n >= 0 && double.IsFinite(n)) && rest[1] >= 0 && counts.Sum() + rest[1] > 0
            ? Make(counts, rest[0], rest[1])
            : throw LayoutJson.Damaged("levels");
    }

    private static LevelTokens Make(double[] levels, double rare, double missing)
    {
        int[] tokens = new int[levels.Length];
        List<double> counts = [];
        double pooled = 0;
        for (int c = 0; c < levels.Length; c++)
        {
            tokens[c] = levels[c] == 0 ? -1 : levels[c] < rare ? -2 : counts.Count;
            pooled += tokens[c] == -2 ? levels[c] : 0;
            if (tokens[c] >= 0)
            {
                counts.Add(levels[c]);
            }
        }

        if (pooled > 0)
        {
            Array.ForEach(Enumerable.Range(0, tokens.Length).Where(c => tokens[c] == -2).ToArray(), c => tokens[c] = counts.Count);
            counts.Add(pooled);
        }

        if (missing > 0)
        {
            counts.Add(missing);
        }

        return new LevelTokens(levels, tokens, [.. counts], missing > 0 ? counts.Count - 1 : -1);
    }
}
