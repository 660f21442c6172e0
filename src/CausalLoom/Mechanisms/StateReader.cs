using System.Text.Json;
using System.Text.Json.Nodes;
using CausalLoom.Models;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms;

/// <summary>Reads saved mechanisms; whatever does not fit is a damaged file.</summary>
internal static class StateReader
{
    internal static CausalLoomException Damaged(string what) =>
        new($"The model file is damaged: its '{what}' is absent or does not fit. Fit the model again.");

    internal static ModelState Expect(ModelState state, string kind)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Kind == kind ? state
            : throw new CausalLoomException($"The model file holds a '{state.Kind}' where a '{kind}' belongs. Fit the model again.");
    }

    internal static double Number(ModelState state, string key) =>
        state.Settings[key] is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue(out double number)
            ? number
            : state.Settings[key] is JsonValue whole && whole.TryGetValue(out int integer) ? integer : throw Damaged(key);

    internal static int Integer(ModelState state, string key, int min, int max)
    {
        double number = Number(state, key);
        return number == Math.Floor(number) && number >= min && number <= max ? (int)number : throw Damaged(key);
    }

    internal static string Text(ModelState state, string key) =>
        state.Settings[key] is JsonValue value && value.TryGetValue(out string? text) ? text : throw Damaged(key);

    /// <summary>A vector of any length.</summary>
    internal static double[] Vector(ModelState state, string key) =>
        state.Tensors.TryGetValue(key, out Tensor? tensor) && tensor.Shape.Length == 1 && tensor.AsDoubles() is { } values ? values
            : throw Damaged(key);

    internal static void Put(ModelState state, string key, double[] values) => state.Tensors[key] = new Tensor(values, values.Length);

    internal static bool Flag(ModelState state, string key) => state.Settings[key] is JsonValue value && value.TryGetValue(out bool flag)
        ? flag : throw Damaged(key);

    internal static ForestModel Forest(ModelState state, string key, int features)
    {
        try
        {
            ForestModel forest = ForestModel.Import(Vector(state, key));
            return forest.Features == features ? forest : throw Damaged(key);
        }
        catch (FormatException)
        {
            throw Damaged(key);
        }
    }

    internal static BoostedTrees Trees(ModelState state, string key, int features)
    {
        try
        {
            BoostedTrees trees = BoostedTrees.Import(Vector(state, key));
            return trees.Features == features ? trees : throw Damaged(key);
        }
        catch (FormatException)
        {
            throw Damaged(key);
        }
    }
}
