using System.Text.Json.Nodes;

namespace CausalLoom.Data.Encoders;

/// <summary>Writes and reads a column's code.</summary>
internal static class ModeSpecificJson
{
    internal static JsonObject Write(ModeSpecificColumn column) => new()
    {
        ["modes"] = Numbers(column.Modes.SelectMany(m => new[] { m.Weight, m.Mean, m.Deviation })),
        ["atoms"] = Numbers(column.Atoms),
        ["pool"] = Numbers(column.Pool),
        ["pool_counts"] = Numbers(column.PoolCounts),
        ["missing"] = column.HasMissing,
    };

    internal static ModeSpecificColumn Read(JsonNode? json)
    {
        double[] modes = Read(json, "modes"), pool = Read(json, "pool"), counts = Read(json, "pool_counts"), atoms = Read(json, "atoms");
        if (modes.Length % 3 != 0 || pool.Length != counts.Length || !IsSorted(atoms) || !IsSorted(pool) || counts.Any(c => c <= 0))
        {
            throw LayoutJson.Damaged("codes");
        }

        NormalMode[] read = new NormalMode[modes.Length / 3];
        for (int k = 0; k < read.Length; k++)
        {
            read[k] = new NormalMode(modes[3 * k], modes[(3 * k) + 1], modes[(3 * k) + 2]);
            if (read[k].Deviation <= 0)
            {
                throw LayoutJson.Damaged("modes");
            }
        }

        return new ModeSpecificColumn(read, atoms, pool, counts, LayoutJson.Boolean(json, "missing"));
    }

    private static JsonArray Numbers(IEnumerable<double> values) => [.. values.Select(v => (JsonNode)v)];

    private static double[] Read(JsonNode? json, string key) =>
        [.. LayoutJson.Array(json, key).Select(item => item is null ? throw LayoutJson.Damaged(key) : LayoutJson.Number(item, key))];

    private static bool IsSorted(double[] values)
    {
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] <= values[i - 1])
            {
                return false;
            }
        }

        return true;
    }
}
