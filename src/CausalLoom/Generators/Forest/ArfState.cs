using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Models;

namespace CausalLoom.Generators.Forest;

/// <summary>
/// Writes and reads an <see cref="ArfModel"/>: the rows, how columns are treated, and the trees' splits, into which the rows fall again.
/// </summary>
internal static class ArfState
{
    private const int NodeWidth = 5;

    internal static ModelState Save(ArfModel model)
    {
        ArfData data = model.Data;
        ModelState state = new("arf");
        state.Settings["layout"] = data.Layout.ToJson();
        state.Settings["rows"] = data.Rows;
        state.Settings["smoothing"] = model.Smoothing;
        state.Settings["columns"] = new JsonArray([.. data.Columns.Select(c => (JsonNode)Column(c))]);
        state.Settings["blocks"] = new JsonArray([.. data.Blocks.Select(b => (JsonNode)new JsonArray([.. b.Select(j => (JsonNode)j)]))]);
        state.Settings["nodes"] = new JsonArray([.. model.Trees.Select(t => (JsonNode)t.Nodes.Count)]);
        state.Settings["curve"] = TrainingCurveJson.Write(model.TrainingCurve);
        for (int j = 0; j < data.Columns.Length; j++)
        {
            state.Tensors[$"values.{j}"] = new Tensor(data.Values[j], data.Rows);
            state.Tensors[$"ranks.{j}"] = new Tensor(data.Columns[j].Ranks, data.Columns[j].Ranks.Length);
        }

        double[] nodes = [.. model.Trees.SelectMany(t => t.Nodes)
            .SelectMany(n => new[] { n.Feature, n.Threshold, n.MissingLeft ? 1 : 0, n.Left, n.Right })];
        state.Tensors["nodes"] = new Tensor(nodes, nodes.Length / NodeWidth, NodeWidth);
        return state;
    }

    internal static ArfModel Load(ModelState state)
    {
        TableLayout layout = TableLayout.FromJson(state.Settings["layout"]);
        int rows = Count(state.Settings, "rows", 1), d = layout.Columns.Count;
        double smoothing = Number(state.Settings, "smoothing");
        JsonArray saved = LayoutJson.Array(state.Settings, "columns");
        if (saved.Count != d || d == 0 || !(smoothing is > 0 and <= 1))
        {
            throw LayoutJson.Damaged("columns");
        }

        ArfColumn[] columns = [.. Enumerable.Range(0, d).Select(j => Column(saved[j], state, layout.Columns[j], j))];
        double[][] values = [.. Enumerable.Range(0, d).Select(j => state.Doubles($"values.{j}", rows))];
        RequireCodes(layout, values);
        ArfData data = new(layout, columns, values, Blocks(state.Settings, columns));
        return new ArfModel(data, Trees(state, data), smoothing, TrainingCurveJson.Read(state.Settings["curve"]));
    }

    private static JsonObject Column(ArfColumn c) => new()
    {
        ["discrete"] = c.IsDiscrete,
        ["spikes"] = new JsonArray([.. c.Spikes.Select(x => (JsonNode)x)]),
        ["minimum"] = c.Minimum,
        ["maximum"] = c.Maximum,
        ["half_step"] = c.HalfStep,
        ["deviation"] = c.Deviation,
    };

    private static ArfColumn Column(JsonNode? json, ModelState state, ColumnLayout layout, int j)
    {
        double[] spikes = [.. LayoutJson.Array(json, "spikes").Select(x => LayoutJson.Number(x, "spikes"))];
        double minimum = Number(json, "minimum"), maximum = Number(json, "maximum");
        bool discrete = LayoutJson.Boolean(json, "discrete");
        int levels = !layout.IsNumber && layout.Levels.Length > 2 ? layout.Levels.Length : 0;
        return discrete || (layout.IsNumber && maximum > minimum)
            ? new ArfColumn(discrete, spikes, minimum, maximum, Number(json, "half_step"), Number(json, "deviation"),
                state.Doubles($"ranks.{j}", levels))
            : throw LayoutJson.Damaged("columns");
    }

    private static void RequireCodes(TableLayout layout, double[][] values)
    {
        for (int j = 0; j < values.Length; j++)
        {
            int levels = layout.Columns[j].Levels.Length;
            if (!layout.Columns[j].IsNumber
                && Array.Exists(values[j], v => !double.IsNaN(v) && !(v >= 0 && v < levels && v == Math.Floor(v))))
            {
                throw LayoutJson.Damaged("values");
            }
        }
    }

    private static int[][] Blocks(JsonNode settings, ArfColumn[] columns)
    {
        int[][] blocks = [.. LayoutJson.Array(settings, "blocks").Select(b => b is JsonArray block
            ? (int[])[.. block.Select(j => (int)LayoutJson.Number(j, "blocks"))] : throw LayoutJson.Damaged("blocks"))];
        int[] all = [.. blocks.SelectMany(b => b).Order()];
        bool sound = all.SequenceEqual(Enumerable.Range(0, columns.Length))
            && blocks.All(b => b.Length == 1 || b.All(j => columns[j].IsDiscrete));
        return sound ? blocks : throw LayoutJson.Damaged("blocks");
    }

    private static ArfTree[] Trees(ModelState state, ArfData data)
    {
        int[] counts = [.. LayoutJson.Array(state.Settings, "nodes").Select(n => (int)LayoutJson.Number(n, "nodes"))];
        if (counts.Length == 0 || Array.Exists(counts, c => c < 1) || counts.Sum(c => (long)c) > int.MaxValue / NodeWidth)
        {
            throw LayoutJson.Damaged("nodes");
        }

        double[] numbers = state.Doubles("nodes", counts.Sum(), NodeWidth);
        ArfTree[] trees = new ArfTree[counts.Length];
        for (int t = 0, first = 0; t < counts.Length; first += counts[t++])
        {
            int start = first, count = counts[t];
            ArfNode[] nodes = [.. Enumerable.Range(0, count)
                .Select(i => Node(numbers.AsSpan((start + i) * NodeWidth, NodeWidth), i, count, data.Columns.Length))];
            RequireOneParentEach(nodes);
            trees[t] = ArfTree.Of(nodes, data);
        }

        return trees;
    }

    // A child of two parents would make a walk over all leaves exponential.
    private static void RequireOneParentEach(ArfNode[] nodes)
    {
        bool[] seen = new bool[nodes.Length];
        foreach (int child in nodes.Where(n => n.Feature >= 0).SelectMany(n => new[] { n.Left, n.Right }))
        {
            if (seen[child])
            {
                throw LayoutJson.Damaged("nodes");
            }

            seen[child] = true;
        }
    }

    // Children come after their parent, so a damaged file cannot make a walk run in circles.
    private static ArfNode Node(ReadOnlySpan<double> v, int index, int count, int columns)
    {
        if (v[0] == -1)
        {
            return new ArfNode(-1, 0, false, -1, -1, -1, 0, 0);
        }

        bool sound = v[0] >= 0 && v[0] < columns && !double.IsNaN(v[1]) && v[3] > index && v[3] < count && v[4] > index && v[4] < count;
        return sound ? new ArfNode((int)v[0], v[1], v[2] == 1, (int)v[3], (int)v[4], -1, 0, 0) : throw LayoutJson.Damaged("nodes");
    }

    private static double Number(JsonNode? json, string key) => LayoutJson.Get(json, key) is { } node ? LayoutJson.Number(node, key)
        : throw LayoutJson.Damaged(key);

    private static int Count(JsonNode? json, string key, int least) => Number(json, key) is var n && n >= least && n < int.MaxValue ? (int)n
        : throw LayoutJson.Damaged(key);
}
