
namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>
/// Where the columns' features enter a network's first layer: dense features side by side, then learned embeddings, then a
/// weight row for every token of the one-hot columns.
/// </summary>
internal sealed class TokenLayout
{
    internal TokenLayout(ColumnTokens[] columns)
    {
        Columns = columns;
        Features = [.. columns.Select(TokenFeatures.Of)];
        Start = new int[columns.Length];
        int at = 0;
        Dense = Place(TokenFeatureKind.Dense, ref at, j => Features[j].Width);
        DenseWidth = at;
        Embedded = Place(TokenFeatureKind.Embedded, ref at, j => Features[j].Width);
        ProductWidth = at;
        Gathered = Place(TokenFeatureKind.OneHot, ref at, j => columns[j].Count);
        InputRows = at;
    }

    internal ColumnTokens[] Columns { get; }

    internal TokenFeatures[] Features { get; }

    /// <summary>The first weight row of each column.</summary>
    internal int[] Start { get; }

    /// <summary>The columns of each kind.</summary>
    internal int[] Dense { get; }

    /// <inheritdoc cref="Dense"/>
    internal int[] Embedded { get; }

    /// <inheritdoc cref="Dense"/>
    internal int[] Gathered { get; }

    /// <summary>Weight rows that meet dense features.</summary>
    internal int DenseWidth { get; }

    /// <summary>Weight rows that meet dense features or embeddings.</summary>
    internal int ProductWidth { get; }

    /// <summary>All weight rows.</summary>
    internal int InputRows { get; }

    private int[] Place(TokenFeatureKind kind, ref int at, Func<int, int> width)
    {
        List<int> placed = [];
        for (int j = 0; j < Columns.Length; j++)
        {
            if (Features[j].Kind == kind)
            {
                placed.Add(j);
                Start[j] = at;
                at += width(j);
            }
        }

        return [.. placed];
    }
}
