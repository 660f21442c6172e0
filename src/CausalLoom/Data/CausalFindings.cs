using System.Globalization;
using CausalLoom.Data.Cells;
using CausalLoom.Io;

namespace CausalLoom.Data;

/// <summary>What can be studied and still deserves a warning: constant outcomes, separation, columns that copy others.</summary>
internal sealed class CausalFindings(CausalData data, ReadingLog log)
{
    private const double SameLine = 1 - 1e-12;

    public void Report()
    {
        FindConstantOutcomes();
        foreach (Column column in data.Covariates.Columns)
        {
            double[] numbers = column.ToNumbers();
            string name = CellText.Show(column.Name);
            if (CopiesTreatment(column, numbers))
            {
                log.Warn("Says which arm a row is in, so that the arms do not overlap at all (leave it out if it is the treatment "
                    + "under another name)", name);
            }

            if (column is not CategoricalColumn && column.Count > 2 && Math.Abs(Correlation(numbers, data.Outcome.Values)) > SameLine)
            {
                log.Warn("Follows exactly from the outcome (leave it out if it is the outcome under another name)", name);
            }
        }

        FindTwins();
        CountDuplicateRows();
    }

    private void FindConstantOutcomes()
    {
        for (int arm = 0; arm < data.Levels; arm++)
        {
            double first = double.NaN;
            bool varies = false;
            for (int i = 0; i < data.Rows && !varies; i++)
            {
                if (data.Treatment[i] == arm)
                {
                    first = double.IsNaN(first) ? data.Outcome[i] : first;
                    varies = data.Outcome[i] != first;
                }
            }

            if (!varies)
            {
                string value = string.Create(CultureInfo.InvariantCulture, $"({CellText.Show(data.OutcomeColumn.Name)} = {first})");
                log.Warn("The outcome is the same in all rows of an arm", $"{CellText.Show(data.TreatmentSpace.Levels[arm])} {value}");
            }
        }
    }

    // Numbers: the ranges of the arms do not meet. Levels: none occurs in both arms.
    private bool CopiesTreatment(Column column, double[] numbers)
    {
        if (column.MissingCount > 0)
        {
            return false;
        }

        if (column is DiscreteColumn discrete)
        {
            int[] seen = new int[discrete.Levels.Length];
            for (int i = 0; i < data.Rows; i++)
            {
                seen[discrete.Codes[i]] |= 1 << data.Treatment[i];
            }

            return Array.TrueForAll(seen, arms => System.Numerics.BitOperations.PopCount((uint)arms) < 2);
        }

        double[] low = new double[data.Levels], high = new double[data.Levels];
        Array.Fill(low, double.PositiveInfinity);
        Array.Fill(high, double.NegativeInfinity);
        for (int i = 0; i < data.Rows; i++)
        {
            int arm = data.Treatment[i];
            low[arm] = Math.Min(low[arm], numbers[i]);
            high[arm] = Math.Max(high[arm], numbers[i]);
        }

        Array.Sort(low, high);
        return Enumerable.Range(1, low.Length - 1).All(k => high[k - 1] < low[k]);
    }

    // NaN where a value is missing or a column is constant.
    private static double Correlation(double[] x, double[] y)
    {
        Moments mx = Moments.Of(x), my = Moments.Of(y);
        if (mx.Count < x.Length || mx.Sd == 0 || my.Sd == 0)
        {
            return double.NaN;
        }

        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += (x[i] - mx.Mean) / mx.Sd * ((y[i] - my.Mean) / my.Sd);
        }

        return sum / x.Length;
    }

    private void FindTwins()
    {
        Dictionary<ulong, Column> first = [];
        foreach (Column column in data.Covariates.Columns)
        {
            ulong hash = 14695981039346656037;
            for (int i = 0; i < column.Count; i++)
            {
                hash = (hash ^ BitConverter.DoubleToUInt64Bits(column.NumberAt(i))) * 1099511628211;
            }

            if (!first.TryAdd(hash, column) && Enumerable.Range(0, column.Count)
                .All(i => column.NumberAt(i).Equals(first[hash].NumberAt(i))))
            {
                log.Warn("The same values as another column", $"{CellText.Show(column.Name)} (as {CellText.Show(first[hash].Name)})");
            }
        }
    }

    private void CountDuplicateRows()
    {
        HashSet<(ulong, ulong)> seen = [];
        int repeated = 0;
        for (int i = 0; i < data.Rows; i++)
        {
            ulong a = 14695981039346656037, b = BitConverter.DoubleToUInt64Bits(data.Outcome[i]) + (ulong)data.Treatment[i];
            foreach (Column column in data.Covariates.Columns)
            {
                ulong bits = BitConverter.DoubleToUInt64Bits(column.NumberAt(i));
                a = (a ^ bits) * 1099511628211;
                b = (b + bits) * 0x9E3779B97F4A7C15 ^ (b >> 29);
            }

            repeated += seen.Add((a, b)) ? 0 : 1;
        }

        if (repeated > 0)
        {
            log.Note(string.Create(CultureInfo.InvariantCulture, $"{repeated} of {data.Rows} rows are copies of earlier rows"));
        }
    }
}
