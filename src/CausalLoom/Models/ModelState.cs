using System.Text.Json;
using System.Text.Json.Nodes;

namespace CausalLoom.Models;

/// <summary>
/// What a fitted model is made of when it is saved: a JSON object of settings and named tensors, and nothing that runs.
/// Nested models are written under a prefix (<see cref="Put"/>). A `.loom` file is one such state (docs/files.md).
/// </summary>
public sealed class ModelState
{
    /// <summary>A state for a kind of model, such as "tvae".</summary>
    public ModelState(string kind)
        : this(kind, new JsonObject(), new Dictionary<string, Tensor>(StringComparer.Ordinal))
    {
    }

    internal ModelState(string kind, JsonObject settings, Dictionary<string, Tensor> tensors)
    {
        Kind = kind;
        Settings = settings;
        Tensors = tensors;
    }

    /// <summary>The kind of model, which decides who may load it.</summary>
    public string Kind { get; }

    /// <summary>Settings: options, column facts, training curves.</summary>
    public JsonObject Settings { get; }

    /// <summary>Tensors by name.</summary>
    public Dictionary<string, Tensor> Tensors { get; }

    /// <summary>Adds a nested model under a name.</summary>
    public void Put(string name, ModelState child)
    {
        ArgumentNullException.ThrowIfNull(child);
        Settings[name] = new JsonObject { ["kind"] = child.Kind, ["settings"] = child.Settings.DeepClone() };
        foreach ((string key, Tensor tensor) in child.Tensors)
        {
            Tensors[$"{name}/{key}"] = tensor;
        }
    }

    /// <summary>The nested model of that name.</summary>
    /// <exception cref="CausalLoomException">There is none.</exception>
    public ModelState Get(string name)
    {
        if (Settings[name] is not JsonObject entry || entry["kind"] is not JsonValue kind || kind.GetValueKind() != JsonValueKind.String
            || entry["settings"] is not JsonObject settings)
        {
            throw new CausalLoomException($"The model file lacks its part '{name}'. Fit the model again.");
        }

        string prefix = name + "/";
        Dictionary<string, Tensor> tensors = new(StringComparer.Ordinal);
        foreach ((string key, Tensor tensor) in Tensors)
        {
            if (key.StartsWith(prefix, StringComparison.Ordinal))
            {
                tensors[key[prefix.Length..]] = tensor;
            }
        }

        return new ModelState(kind.GetValue<string>(), (JsonObject)settings.DeepClone(), tensors);
    }

    /// <summary>A float32 tensor of that exact shape.</summary>
    /// <exception cref="CausalLoomException">It is missing or has another shape or type.</exception>
    public float[] Floats(string name, params int[] shape) => Find(name, shape).AsFloats()
        ?? throw new CausalLoomException($"The model file's tensor '{name}' is not float32. Fit the model again.");

    /// <summary>A float64 tensor of that exact shape.</summary>
    /// <exception cref="CausalLoomException">It is missing or has another shape or type.</exception>
    public double[] Doubles(string name, params int[] shape) => Find(name, shape).AsDoubles()
        ?? throw new CausalLoomException($"The model file's tensor '{name}' is not float64. Fit the model again.");

    private Tensor Find(string name, int[] shape)
    {
        if (!Tensors.TryGetValue(name, out Tensor? tensor))
        {
            throw new CausalLoomException($"The model file lacks the tensor '{name}'. Fit the model again.");
        }

        return tensor.Shape.AsSpan().SequenceEqual(shape)
            ? tensor
            : throw new CausalLoomException($"The model file's tensor '{name}' has shape [{string.Join(", ", tensor.Shape)}] instead of "
                + $"[{string.Join(", ", shape)}]. Fit the model again.");
    }
}
