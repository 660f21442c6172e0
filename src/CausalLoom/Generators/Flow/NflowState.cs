using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Margins;
using CausalLoom.Models;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Flow;

/// <summary>Writes and reads a fitted flow.</summary>
internal static class NflowState
{
    private const int MostMembers = 64;

    internal static ModelState Save(NflowModel model)
    {
        ModelState state = new("nflow");
        FlowLaw law = model.Law;
        state.Settings["groups"] = model.Groups.ToJson();
        state.Settings["layout"] = model.Layout.ToJson();
        state.Settings["options"] = Options(law.Options, law.Layout.Columns.Length);
        state.Settings["curve"] = TrainingCurveJson.Write(model.TrainingCurve);
        state.Settings["members"] = law.Members.Length;
        state.Settings["columns"] = new JsonArray([.. law.Layout.Columns.Select((c, j) => (JsonNode)SaveColumn(state, c, law, j))]);
        for (int k = 0; k < law.Members.Length; k++)
        {
            FlowMember member = law.Members[k];
            state.Tensors[$"choice.{k}"] = new Tensor(Array.ConvertAll(member.Choice, c => (double)c), member.Choice.Length);
            for (int s = 0; s < member.Stores.Length; s++)
            {
                float[] weights = member.Stores[s].Save();
                state.Tensors[$"weights.{k}.{s}"] = new Tensor(weights, weights.Length);
            }
        }

        return state;
    }

    internal static NflowModel Load(ModelState state)
    {
        ModeSpecificGroups groups = ModeSpecificGroups.FromJson(state.Settings["groups"]);
        TableLayout table = TableLayout.FromJson(state.Settings["layout"]);
        NflowOptions options = ReadOptions(state.Settings["options"]);
        IReadOnlyList<TrainingPoint> curve = TrainingCurveJson.Read(state.Settings["curve"]);
        JsonArray saved = LayoutJson.Array(state.Settings, "columns");
        if (saved.Count != table.Columns.Count || saved.Count == 0)
        {
            throw LayoutJson.Damaged("columns");
        }

        FlowLayout layout = new([.. saved.Select((json, j) => LoadColumn(state, json, j))], options.Spline);
        int members = Count(state.Settings, "members");
        if (members > MostMembers || members == 0 != layout.IsConstant)
        {
            throw LayoutJson.Damaged("members");
        }

        FlowLaw law = new(layout, options, [.. Enumerable.Range(0, members).Select(k => LoadMember(state, layout, options, k))]);
        for (int j = 0; j < saved.Count; j++)
        {
            state.Doubles($"offsets.{j}", law.Offsets[j].Length).CopyTo(law.Offsets[j], 0);
            law.Maps[j] = LayoutJson.Boolean(saved[j], "mapped") ? LoadMap(state, j) : null;
        }

        return new NflowModel(groups, table, law, curve);
    }

    private static FlowMember LoadMember(ModelState state, FlowLayout layout, NflowOptions options, int k)
    {
        double[] saved = state.Doubles($"choice.{k}", layout.Columns.Length);
        if (!saved.All(c => c >= 0 && c < MostMembers && c == Math.Floor(c)))
        {
            throw LayoutJson.Damaged("choice");
        }

        int moments = (int)saved.Max() + 1;
        MaskedNetwork[] networks = new MaskedNetwork[moments];
        ParameterStore[] stores = new ParameterStore[moments];
        for (int s = 0; s < moments; s++)
        {
            // The starting weights are replaced at once, so their stream does not matter.
            networks[s] = layout.Network(options, RandomStream.Of(0), out stores[s]);
            stores[s].Load(state.Floats($"weights.{k}.{s}", stores[s].SavedLength));
            networks[s].MaskValues();
        }

        return new FlowMember(networks, stores, Array.ConvertAll(saved, c => (int)c));
    }

    private static JsonObject SaveColumn(ModelState state, FlowColumn column, FlowLaw law, int j)
    {
        state.Tensors[$"atoms.{j}"] = new Tensor(column.Atoms, column.Atoms.Length);
        state.Tensors[$"categories.{j}"] = new Tensor(Array.ConvertAll(column.AtomCategories, c => (double)c), column.Atoms.Length);
        state.Tensors[$"atom_counts.{j}"] = new Tensor(column.AtomCounts, column.Atoms.Length);
        double[] values = column.Margin?.Values ?? [], counts = column.Margin?.Counts ?? [];
        state.Tensors[$"values.{j}"] = new Tensor(values, values.Length);
        state.Tensors[$"counts.{j}"] = new Tensor(counts, counts.Length);
        state.Tensors[$"offsets.{j}"] = new Tensor(law.Offsets[j], law.Offsets[j].Length);
        if (law.Maps[j] is { } map)
        {
            state.Tensors[$"map.{j}"] = new Tensor([.. map.X, .. map.Y], 2, FlowMap.KnotCount);
        }

        return new JsonObject
        {
            ["atoms"] = column.Atoms.Length,
            ["distinct"] = values.Length,
            ["lattice"] = column.Margin?.IsLattice ?? false,
            ["mapped"] = law.Maps[j] is not null,
        };
    }

    private static FlowColumn LoadColumn(ModelState state, JsonNode? json, int j)
    {
        int atoms = Count(json, "atoms"), distinct = Count(json, "distinct");
        double[] values = state.Doubles($"values.{j}", distinct), counts = state.Doubles($"counts.{j}", distinct);
        double[] categories = state.Doubles($"categories.{j}", atoms);
        int first = distinct > 0 ? 1 : 0, most = first + atoms;
        bool whole = categories.All(c => c >= first && c < most && c == Math.Floor(c))
            && categories.Distinct().Count() == (categories.Length == 0 ? 0 : (int)categories.Max() + 1 - first);
        if (atoms + distinct == 0 || !whole)
        {
            throw LayoutJson.Damaged("columns");
        }

        EmpiricalMargin? margin = distinct == 0 ? null : new EmpiricalMargin(values, counts, LayoutJson.Boolean(json, "lattice"));
        return new FlowColumn(state.Doubles($"atoms.{j}", atoms), Array.ConvertAll(categories, c => (int)c),
            state.Doubles($"atom_counts.{j}", atoms), margin);
    }

    private static FlowMap LoadMap(ModelState state, int j)
    {
        double[] knots = state.Doubles($"map.{j}", 2, FlowMap.KnotCount);
        double[] x = knots[..FlowMap.KnotCount], y = knots[FlowMap.KnotCount..];
        for (int k = 1; k < x.Length; k++)
        {
            if (!(x[k] > x[k - 1] && y[k] > y[k - 1]))
            {
                throw LayoutJson.Damaged("map");
            }
        }

        return new FlowMap(x, y);
    }

    private static JsonObject Options(NflowOptions options, int columns) => new()
    {
        ["width"] = options.WidthFor(columns),
        ["blocks"] = options.Blocks,
        ["activation"] = options.Activation.ToString(),
        ["bins"] = options.Spline.Bins,
        ["bound"] = options.Spline.Bound,
        ["minimum_width"] = options.Spline.MinimumWidth,
        ["minimum_height"] = options.Spline.MinimumHeight,
        ["minimum_derivative"] = options.Spline.MinimumDerivative,
    };

    private static NflowOptions ReadOptions(JsonNode? json)
    {
        int width = Count(json, "width"), blocks = Count(json, "blocks"), bins = Count(json, "bins");
        SplineShape spline = new(bins, Positive(json, "bound"), Positive(json, "minimum_width"), Positive(json, "minimum_height"),
            Positive(json, "minimum_derivative"));
        bool fits = width is > 0 and < 100_000 && blocks < 100 && bins is > 0 and <= SplineShape.MaxBins
            && bins * spline.MinimumWidth < 1 && bins * spline.MinimumHeight < 1 && spline.MinimumDerivative < 1;
        return fits && Enum.TryParse(LayoutJson.String(json, "activation"), out Activation activation) && Enum.IsDefined(activation)
            ? new NflowOptions { Width = width, Blocks = blocks, Activation = activation, Spline = spline }
            : throw LayoutJson.Damaged("options");
    }

    private static double Positive(JsonNode? json, string key) => Number(json, key) is var n and > 0 ? n : throw LayoutJson.Damaged(key);

    private static double Number(JsonNode? json, string key) => LayoutJson.Get(json, key) is { } node ? LayoutJson.Number(node, key)
        : throw LayoutJson.Damaged(key);

    private static int Count(JsonNode? json, string key) =>
        Number(json, key) is var n and >= 0 and < int.MaxValue ? (int)n : throw LayoutJson.Damaged(key);
}
