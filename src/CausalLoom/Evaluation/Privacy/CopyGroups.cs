using CausalLoom.Numerics.Linear;

namespace CausalLoom.Evaluation.Privacy;

/// <summary>
/// Which rows of two stacked tables must share a fold, so that a copy cannot be told by the label of its twin: a real row that occurs
/// once among the real rows and all rows equal to it. Rows that repeat in the real table stay apart, since their frequency is information.
/// </summary>
internal static class CopyGroups
{
    /// <summary>The group of each row: the number of a row in it.</summary>
    /// <param name="rows">Real rows, then synthetic ones.</param>
    /// <param name="realRows">How many are real.</param>
    public static int[] Of(Matrix rows, int realRows)
    {
        int[] keys = RowKeys.Of(rows), inReal = new int[rows.Rows], firstRow = new int[rows.Rows];
        for (int i = rows.Rows - 1; i >= 0; i--)
        {
            inReal[keys[i]] += i < realRows ? 1 : 0;
            firstRow[keys[i]] = i;
        }

        // Real rows come first: the first row of a key that occurs once among them is that real row.
        return [.. keys.Select((key, i) => inReal[key] == 1 ? firstRow[key] : i)];
    }
}
