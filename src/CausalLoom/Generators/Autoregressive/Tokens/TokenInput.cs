using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>The first layer: what is known of rows → φ(features W + b), one-hots gathered, large vocabularies embedded first.</summary>
internal sealed class TokenInput
{
    private readonly TokenLayout _layout;
    private readonly Parameter[] _embeddings;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;

    /// <param name="store">The network.</param>
    /// <param name="layout">Where columns enter.</param>
    /// <param name="groups">Further weight rows, for the groups of a target's split.</param>
    /// <param name="width">Outputs.</param>
    /// <param name="known">How many columns are known at a time, at most: what scales the starting weights.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <param name="stream">Where starting weights come from.</param>
    internal TokenInput(ParameterStore store, TokenLayout layout, int groups, int width, int known, bool bias, RandomStream stream)
    {
        _layout = layout;
        _embeddings = [.. layout.Embedded.Select(j => Embedding(store, j, stream.Child("embedding").Child(j)))];
        int each = (layout.ProductWidth + layout.Gathered.Length) / Math.Max(1, layout.Columns.Length);
        int fan = Math.Max(1, known * Math.Max(1, each));
        _weight = store.Add("first.weight", Math.Max(1, layout.InputRows + groups), width);
        Initialiser.FanIn(_weight, fan, stream.Child("first"));
        if (bias)
        {
            _bias = store.Add("first.bias", 1, width);
            Initialiser.FanIn(_bias, fan, stream.Child("first bias"));
        }
    }

    /// <summary>[rows × width] from what <paramref name="batch"/> says is known of the rows and, of a target's place, its group.</summary>
    internal Node Apply(TokenBatch batch, int[][] tokens, ReadOnlySpan<int> rows, TokenTarget? target, Activation activation)
    {
        Node? product = batch.Dense(tokens, rows);
        for (int e = 0; e < _embeddings.Length; e++)
        {
            Node embedded = batch.Tape.Embed(_embeddings[e], batch.Tokens(_layout.Embedded[e], tokens, rows));
            product = product is null ? embedded : batch.Tape.Concat(product, embedded);
        }

        return batch.Tape.GatherLinear(product, batch.Gathers(tokens, rows, target), rows.Length, _weight, _bias, activation);
    }

    private Parameter Embedding(ParameterStore store, int column, RandomStream stream)
    {
        Parameter table = store.Add($"embedding{column}", _layout.Columns[column].Count, _layout.Features[column].Width);
        Initialiser.Normal(table, 0.5, stream);
        return table;
    }
}
