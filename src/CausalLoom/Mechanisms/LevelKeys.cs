using CausalLoom.Models;

namespace CausalLoom.Mechanisms;

/// <summary>
/// How what belongs to a treatment level is named in a saved model. Two levels have the names they always had, so that models of two arms
/// are read and written as before.
/// </summary>
internal static class LevelKeys
{
    private const int Most = 1000;

    /// <summary>Saves a part of each level.</summary>
    internal static void Put(ModelState state, ModelState[] parts)
    {
        for (int level = 0; level < parts.Length; level++)
        {
            state.Put(Name(level, parts.Length), parts[level]);
        }
    }

    /// <summary>The parts of all levels.</summary>
    internal static ModelState[] Get(ModelState state)
    {
        int levels = state.Settings.ContainsKey(Name(0, 2)) ? 2
            : Enumerable.Range(0, Most).TakeWhile(level => state.Settings.ContainsKey(Name(level, Most))).Count();
        return levels >= 2 ? [.. Enumerable.Range(0, levels).Select(level => state.Get(Name(level, levels)))]
            : throw StateReader.Damaged("level0");
    }

    /// <summary>The names of tensors that are numbered by level: prefix0, prefix1, ….</summary>
    internal static string[] Tensors(ModelState state, string prefix)
    {
        string[] keys = [.. Enumerable.Range(0, Most).Select(level => $"{prefix}{level}").TakeWhile(state.Tensors.ContainsKey)];
        return keys.Length >= 2 ? keys : throw StateReader.Damaged($"{prefix}{keys.Length}");
    }

    /// <summary>Saves the number of levels; two need no mention.</summary>
    internal static void PutCount(ModelState state, int levels)
    {
        if (levels > 2)
        {
            state.Settings["levels"] = levels;
        }
    }

    /// <summary>The number of levels.</summary>
    internal static int Count(ModelState state) =>
        state.Settings.ContainsKey("levels") ? StateReader.Integer(state, "levels", 3, Most) : 2;

    private static string Name(int level, int levels) => levels == 2 ? (level == 0 ? "control" : "treated") : $"level{level}";
}
