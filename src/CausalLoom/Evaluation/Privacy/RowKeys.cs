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

    /// <summary>The same for one table.</summary>
    public static int[] Of(Matrix rows) => Number(rows, []);

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
        public bool Equals(RowKey other)
        {
            ReadOnlySpan<double> mine = Rows.Row(Row), theirs = other.Rows.Row(other.Row);
            for (int j = 0; j < mine.Length; j++)
            {
                // Missing (NaN) equals missing.
                if (!mine[j].Equals(theirs[j]))
                {
                    return false;
                }
            }

            return true;
        }

        public override int GetHashCode()
        {
            HashCode hash = default;
            foreach (double value in Rows.Row(Row))
            {
                hash.Add(Canonical(value));
            }

            return hash.ToHashCode();
        }

        // −0 equals 0, and every NaN every other: equal values must hash alike.
        private static double Canonical(double value) => double.IsNaN(value) ? double.NaN : value == 0 ? 0 : value;
    }
}
