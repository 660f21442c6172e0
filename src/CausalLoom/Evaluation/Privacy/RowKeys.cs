using CausalLoom.Numerics.Linear;

namespace CausalLoom.Evaluation.Privacy;

/// <summary>Rows compared for exact equality: equal rows share the number of the first of them.</summary>
internal static class RowKeys
{
    /// <summary>For each row, a number that equal rows (in either table) share; numbers count up from 0 in order of appearance.</summary>
    public static (int[] First, int[] Second) Of(Matrix first, Matrix second)
    {
        Dictionary<RowKey, int> numbers = [];
        return (Number(first, numbers), Number(second, numbers));
    }

    private static int[] Number(Matrix rows, Dictionary<RowKey, int> numbers)
    {
        int[] keys = new int[rows.Rows];
        for (int i = 0; i < keys.Length; i++)
        {
            RowKey key = new(rows, i);
            if (!numbers.TryGetValue(key, out keys[i]))
            {
                keys[i] = numbers.Count;
                numbers.Add(key, keys[i]);
            }
        }

        return keys;
    }

    private readonly record struct RowKey(Matrix Rows, int Row)
    {
        public bool Equals(RowKey other) => Rows.Row(Row).SequenceEqual(other.Rows.Row(other.Row));

        public override int GetHashCode()
        {
            HashCode hash = default;
            foreach (double value in Rows.Row(Row))
            {
                // −0 and 0 are equal and must hash alike.
                hash.Add(value == 0 ? 0.0 : value);
            }

            return hash.ToHashCode();
        }
    }
}
