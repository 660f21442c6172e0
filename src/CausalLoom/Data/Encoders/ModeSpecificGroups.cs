using System.Text.Json.Nodes;

namespace CausalLoom.Data.Encoders;

/// <summary>
/// Groups of discrete columns whose combinations have structural zeros (dummy-coded sites, a level that implies another):
/// each group becomes one categorical column of the combinations that occur, so that a generator cannot produce the
/// others. <see cref="ModeSpecificGroupFinder"/> finds them.
/// </summary>
internal sealed class ModeSpecificGroups
{
    private readonly TableLayout _layout;
    private readonly int[][] _groups;
    private readonly double[][][] _patterns;

    /// <param name="layout">The original columns.</param>
    /// <param name="groups">Ascending column numbers of each group.</param>
    /// <param name="patterns">The combinations of each group, [group][pattern][column]: numbers, or level codes; NaN where missing.</param>
    internal ModeSpecificGroups(TableLayout layout, int[][] groups, double[][][] patterns)
    {
        _layout = layout;
        _groups = groups;
        _patterns = patterns;
    }

    /// <summary>The column numbers of each group.</summary>
    internal IReadOnlyList<int[]> Groups => _groups;

    /// <summary>The number of combinations of a group.</summary>
    internal int Patterns(int group) => _patterns[group].Length;

    /// <summary>The original columns.</summary>
    internal TableLayout Layout => _layout;

    /// <summary>A combination of a group: the numbers, or level codes, of its columns; NaN where missing.</summary>
    internal IReadOnlyList<double> Pattern(int group, int pattern) => _patterns[group][pattern];

    /// <summary>The table with each group's first column replaced by the group, and its others left out.</summary>
    internal Table Merge(Table table)
    {
        List<Column> columns = [];
        for (int j = 0; j < table.Columns.Count; j++)
        {
            int group = Array.FindIndex(_groups, g => g.Contains(j));
            if (group < 0)
            {
                columns.Add(table.Columns[j]);
            }
            else if (_groups[group][0] == j)
            {
                columns.Add(Merged(table, group));
            }
        }

        return new Table(columns);
    }

    /// <summary>Refuses a table whose columns are not the original ones.</summary>
    internal void RequireColumns(Table table)
    {
        bool same = table.Columns.Count == _layout.Columns.Count && table.Columns.Zip(_layout.Columns)
            .All(pair => pair.First.Name == pair.Second.Name
            && pair.First.Type == pair.Second.Type
                && (pair.First is not DiscreteColumn discrete || discrete.Levels.SequenceEqual(pair.Second.Levels)));
        if (!same)
        {
            throw new CausalLoomException("The table's columns are not those the model was fitted to, in their order, types and levels.");
        }
    }

    /// <summary>The original columns of a merged table.</summary>
    internal Table Split(Table merged)
    {
        Column[] columns = new Column[_layout.Columns.Count];
        int next = 0;
        for (int j = 0; j < columns.Length; j++)
        {
            int group = Array.FindIndex(_groups, g => g.Contains(j));
            if (group < 0)
            {
                columns[j] = merged.Columns[next++];
            }
            else if (_groups[group][0] == j)
            {
                SplitGroup((CategoricalColumn)merged.Columns[next++], group, columns);
            }
        }

        return new Table(columns);
    }

    internal JsonObject ToJson() => new()
    {
        ["layout"] = _layout.ToJson(),
        ["groups"] = new JsonArray([.. _groups.Select((g, i) => (JsonNode)new JsonObject
        {
            ["columns"] = new JsonArray([.. g.Select(j => (JsonNode)j)]),
            ["patterns"] = new JsonArray([.. _patterns[i].SelectMany(p => p).Select(v => double.IsNaN(v) ? null : (JsonNode)v)]),
        })]),
    };

    internal static ModeSpecificGroups FromJson(JsonNode? json)
    {
        TableLayout layout = TableLayout.FromJson(LayoutJson.Get(json, "layout"));
        JsonArray saved = LayoutJson.Array(json, "groups");
        int[][] groups = [.. saved.Select(g => LayoutJson.Array(g, "columns")
            .Select(j => (int)LayoutJson.Number(j ?? throw LayoutJson.Damaged("groups"), "groups")).ToArray())];
        int[] all = [.. groups.SelectMany(g => g)];
        if (groups.Any(g => g.Length < 2) || all.Distinct().Count() != all.Length || all.Any(j => j < 0 || j >= layout.Columns.Count))
        {
            throw LayoutJson.Damaged("groups");
        }

        return new ModeSpecificGroups(layout, groups, [.. saved.Select((g, i) => ReadPatterns(g, groups[i].Length))]);
    }

    /// <summary>A column as numbers, or level codes; NaN where missing.</summary>
    internal static double[] Numbers(Column column) => column is DiscreteColumn discrete
        ? Array.ConvertAll(discrete.Codes, c => c < 0 ? double.NaN : c)
        : column.ToNumbers();

    private static double[][] ReadPatterns(JsonNode? json, int width)
    {
        double[] flat = [.. LayoutJson.Array(json, "patterns").Select(v => v is null ? double.NaN : LayoutJson.Number(v, "patterns"))];
        return flat.Length > 0 && flat.Length % width == 0 ? [.. flat.Chunk(width)] : throw LayoutJson.Damaged("patterns");
    }

    private CategoricalColumn Merged(Table table, int group)
    {
        double[][] numbers = [.. _groups[group].Select(j => Numbers(table.Columns[j]))];
        double[][] patterns = _patterns[group];
        int[] codes = new int[table.Rows];
        for (int i = 0; i < codes.Length; i++)
        {
            codes[i] = Array.FindIndex(patterns, p => Same(p, numbers, i));
        }

        string[] levels =
            [.. Enumerable.Range(0, patterns.Length).Select(p => p.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        return new CategoricalColumn(table.Columns[_groups[group][0]].Name, codes, levels);
    }

    private static bool Same(double[] pattern, double[][] numbers, int row)
    {
        for (int c = 0; c < pattern.Length; c++)
        {
            if (!pattern[c].Equals(numbers[c][row]))
            {
                return false;
            }
        }

        return true;
    }

    private void SplitGroup(CategoricalColumn merged, int group, Column[] columns)
    {
        double[][] patterns = _patterns[group];
        for (int c = 0; c < _groups[group].Length; c++)
        {
            int j = _groups[group][c];
            columns[j] = _layout.Columns[j].Build(Array.ConvertAll(merged.Codes, code => patterns[code][c]));
        }
    }
}
