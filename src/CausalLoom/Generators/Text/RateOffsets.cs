using CausalLoom.Data;
using CausalLoom.Generators.Text.Rows;
using CausalLoom.Models;

namespace CausalLoom.Generators.Text;

/// <summary>Shifts of the logits of the first tokens of values, by column and token.</summary>
internal sealed class RateOffsets
{
    private readonly Dictionary<int, double>[] _byColumn;

    internal RateOffsets(Dictionary<int, double>[] byColumn) => _byColumn = byColumn;

    /// <summary>No shift anywhere.</summary>
    internal static RateOffsets None(int columns) => new([.. Enumerable.Range(0, columns).Select(_ => new Dictionary<int, double>())]);

    /// <summary>Gives a state before a value of that column its shifts.</summary>
    internal void Apply(int column, ValueNode begin)
    {
        if (_byColumn[column].Count > 0)
        {
            begin.Offsets = [.. begin.Followers.Select(f => _byColumn[column].GetValueOrDefault(f.Token)), 0];
        }
    }

    internal void Save(ModelState state)
    {
        double[] flat = [.. _byColumn.SelectMany((tokens, j) => tokens.OrderBy(t => t.Key).SelectMany(t => new[] { j, t.Key, t.Value }))];
        state.Settings["offsets"] = flat.Length / 3;
        state.Tensors["offsets"] = new Tensor(flat, flat.Length / 3, 3);
    }

    internal static RateOffsets Load(ModelState state, int columns)
    {
        double count = LayoutJson.Number(state.Settings["offsets"] ?? throw LayoutJson.Damaged("offsets"), "offsets");
        double[] flat = state.Doubles("offsets", count is >= 0 and < 1e7 ? (int)count : throw LayoutJson.Damaged("offsets"), 3);
        RateOffsets offsets = None(columns);
        for (int i = 0; i < flat.Length; i += 3)
        {
            int column = flat[i] >= 0 && flat[i] < columns ? (int)flat[i] : throw LayoutJson.Damaged("offsets");
            offsets._byColumn[column][(int)flat[i + 1]] = double.IsFinite(flat[i + 2]) ? flat[i + 2] : throw LayoutJson.Damaged("offsets");
        }

        return offsets;
    }
}
