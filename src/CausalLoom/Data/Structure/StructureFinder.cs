using System.Globalization;
using CausalLoom.Io;

namespace CausalLoom.Data.Structure;

/// <summary>
/// Looks for structure that decides the answer before any effect is estimated: outcomes that are functions of covariates, covariates that
/// tell the arm or are recorded in one, columns that are copies or sums of others, copies of rows.
/// </summary>
internal sealed class StructureFinder
{
    private const double NearlyAll = 0.9;
    private const double Suspicious = 0.97;
    private const double SameLine = 1 - 1e-12;
    private const int Enough = 20;

    private readonly CausalData _data;
    private readonly List<StructureFinding> _findings = [];

    private StructureFinder(CausalData data) => _data = data;

    /// <summary>What is found, what forbids an effect first.</summary>
    public static IReadOnlyList<StructureFinding> Of(CausalData data)
    {
        StructureFinder finder = new(data);
        finder.Look();
        return [.. finder._findings.OrderByDescending(finding => finding.Forbids)];
    }

    private void Look()
    {
        LinearRelations relations = new(_data);
        (string Text, string[] Columns)? found = relations.OutcomeAsFunction();
        if (found is { } function)
        {
            Add(StructureKind.OutcomeFollows, $"The outcome {CellText.Show(_data.OutcomeColumn.Name)} is {function.Text} in every row, so "
                + "that nothing is left for the treatment to change: leave out what was measured after treatment (‹drop "
                + $"{function.Columns[^1]}›)", function.Columns);
        }

        FindConstantOutcomes();
        foreach (Column column in _data.Covariates.Columns)
        {
            LookAt(column, known: found?.Columns ?? []);
        }

        FindCopies();
        foreach ((string column, string text, string[] columns) in relations.Sums())
        {
            Add(StructureKind.Sum, $"{CellText.Show(column)} is {text} in every row (one of them can be left out)", columns);
        }

        CountDuplicateRows();
        int width = _data.Covariates.Columns.Sum(column => column is DiscreteColumn discrete ? Math.Max(1, discrete.Levels.Length - 1) : 1);
        if (width >= _data.Rows)
        {
            Add(StructureKind.TooManyColumns, Invariant($"There are {_data.Rows} rows and {width} covariates, levels counted: models of ")
                + "all of them fit noise", []);
        }
    }

    private void Add(StructureKind kind, string text, IReadOnlyList<string> columns) =>
        _findings.Add(new StructureFinding(kind, text, columns));

    private void LookAt(Column column, IReadOnlyList<string> known)
    {
        string name = CellText.Show(column.Name);
        double[] numbers = column.ToNumbers();
        if (TellsTreatment(column, numbers))
        {
            Add(StructureKind.TellsTreatment, $"{name} says which arm a row is in, so that the arms do not overlap at all (leave it out if "
                + "it is the treatment under another name)", [column.Name]);
        }
        else
        {
            FindOneArm(column, numbers);
        }

        double closeness = column is CategoricalColumn || _data.Rows < 3 || known.Contains(column.Name) ? 0
            : Math.Abs(Correlation(numbers, _data.Outcome.Values));
        if (closeness > (_data.Rows < Enough ? SameLine : Suspicious))
        {
            Add(StructureKind.NearOutcome, $"{name} follows the outcome closely (correlation {Invariant($"{closeness:0.000}")}): if it was "
                + $"measured after treatment it is no confounder (‹drop {column.Name}›, or `timing: post` in a schema)", [column.Name]);
        }
    }

    private void FindConstantOutcomes()
    {
        for (int arm = 0; arm < _data.Levels; arm++)
        {
            double first = double.NaN;
            bool varies = false;
            for (int i = 0; i < _data.Rows && !varies; i++)
            {
                if (_data.Treatment[i] == arm)
                {
                    first = double.IsNaN(first) ? _data.Outcome[i] : first;
                    varies = _data.Outcome[i] != first;
                }
            }

            if (!varies)
            {
                string value = Invariant($"({CellText.Show(_data.OutcomeColumn.Name)} = {first})");
                Add(StructureKind.ConstantOutcome, "The outcome is the same in all rows of an arm: "
                    + $"{CellText.Show(_data.TreatmentSpace.Levels[arm])} {value}", [_data.OutcomeColumn.Name]);
            }
        }
    }

    // Numbers: the ranges of the arms do not meet. Levels: none occurs in two arms.
    private bool TellsTreatment(Column column, double[] numbers)
    {
        if (column.MissingCount > 0)
        {
            return false;
        }

        if (column is DiscreteColumn discrete)
        {
            int[] seen = new int[discrete.Levels.Length];
            for (int i = 0; i < _data.Rows; i++)
            {
                seen[discrete.Codes[i]] |= 1 << _data.Treatment[i];
            }

            return Array.TrueForAll(seen, arms => System.Numerics.BitOperations.PopCount((uint)arms) < 2);
        }

        double[] low = new double[_data.Levels], high = new double[_data.Levels];
        Array.Fill(low, double.PositiveInfinity);
        Array.Fill(high, double.NegativeInfinity);
        for (int i = 0; i < _data.Rows; i++)
        {
            int arm = _data.Treatment[i];
            low[arm] = Math.Min(low[arm], numbers[i]);
            high[arm] = Math.Max(high[arm], numbers[i]);
        }

        Array.Sort(low, high);
        return Enumerable.Range(1, low.Length - 1).All(k => high[k - 1] < low[k]);
    }

    // Recorded in one arm and missing in another, or of one value in all arms but one.
    private void FindOneArm(Column column, double[] numbers)
    {
        int[] rows = new int[_data.Levels], missing = new int[_data.Levels];
        double[] first = new double[_data.Levels];
        bool[] varies = new bool[_data.Levels];
        Array.Fill(first, double.NaN);
        for (int i = 0; i < _data.Rows; i++)
        {
            int arm = _data.Treatment[i];
            rows[arm]++;
            missing[arm] += column.IsMissing(i) ? 1 : 0;
            double value = column is DiscreteColumn discrete ? discrete.Codes[i] : numbers[i];
            if (!column.IsMissing(i))
            {
                varies[arm] |= !double.IsNaN(first[arm]) && value != first[arm];
                first[arm] = double.IsNaN(first[arm]) ? value : first[arm];
            }
        }

        if (rows.Min() < Enough)
        {
            return;
        }

        double[] share = [.. Enumerable.Range(0, _data.Levels).Select(arm => (double)missing[arm] / rows[arm])];
        int without = Array.IndexOf(share, share.Max()), with = Array.IndexOf(share, share.Min());
        string name = CellText.Show(column.Name);
        if (share[without] - share[with] >= NearlyAll)
        {
            Add(StructureKind.OneArm, $"{name} is recorded in {Invariant($"{100 * (1 - share[with]):0}")} % of the rows of "
                + $"{CellText.Show(_data.TreatmentSpace.Levels[with])} and {Invariant($"{100 * (1 - share[without]):0}")} % of "
                + $"{CellText.Show(_data.TreatmentSpace.Levels[without])}: what only one arm has is no confounder that can be adjusted for "
                + $"(‹drop {column.Name}›)", [column.Name]);
        }
        else if (varies.Count(v => v) == 1 && column.MissingCount == 0 && _data.Levels == 2 && column is not DiscreteColumn)
        {
            int arm = Array.IndexOf(varies, true);
            Add(StructureKind.OneArm, $"{name} varies in {CellText.Show(_data.TreatmentSpace.Levels[arm])} only: what is constant in the "
                + $"other arm may be a part of the treatment (‹drop {column.Name}›)", [column.Name]);
        }
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

    // The same values, the same partition of the rows in levels of other names, or numbers that differ by scale and origin alone.
    private void FindCopies()
    {
        Dictionary<ulong, Column> first = [];
        foreach (Column column in _data.Covariates.Columns)
        {
            double[] key = Key(column);
            ulong hash = 14695981039346656037;
            foreach (double value in key)
            {
                hash = (hash ^ BitConverter.DoubleToUInt64Bits(value)) * 1099511628211;
            }

            if (!first.TryAdd(hash, column) && key.AsSpan().SequenceEqual(Key(first[hash])))
            {
                Column other = first[hash];
                bool same = Enumerable.Range(0, column.Count).All(i => column.TextAt(i) == other.TextAt(i));
                Add(StructureKind.Copy, $"{CellText.Show(column.Name)} {(same ? "has the same values as" : "says the same as")} "
                    + $"{CellText.Show(other.Name)}", [column.Name, other.Name]);
            }
        }
    }

    // Levels by their first appearance; numbers from their first value in units of their first change.
    private static double[] Key(Column column)
    {
        double[] key = new double[column.Count];
        if (column is DiscreteColumn discrete)
        {
            int[] seen = new int[discrete.Levels.Length];
            int next = 0;
            for (int i = 0; i < key.Length; i++)
            {
                int code = discrete.Codes[i];
                key[i] = code < 0 ? -1 : seen[code] > 0 ? seen[code] : seen[code] = ++next;
            }

            return key;
        }

        double origin = double.NaN, unit = double.NaN;
        for (int i = 0; i < key.Length; i++)
        {
            double value = column.NumberAt(i);
            origin = double.IsNaN(origin) ? value : origin;
            unit = double.IsNaN(unit) && value != origin && !double.IsNaN(value) ? value - origin : unit;
            double steps = double.IsNaN(unit) ? 0 : (value - origin) / unit;
            key[i] = double.IsNaN(value) ? -0.5 : Math.Round(steps, 9) + 0.0;
        }

        return key;
    }

    private void CountDuplicateRows()
    {
        HashSet<(ulong, ulong)> seen = [];
        int repeated = 0;
        for (int i = 0; i < _data.Rows; i++)
        {
            ulong a = 14695981039346656037, b = BitConverter.DoubleToUInt64Bits(_data.Outcome[i]) + (ulong)_data.Treatment[i];
            foreach (Column column in _data.Covariates.Columns)
            {
                ulong bits = BitConverter.DoubleToUInt64Bits(column.NumberAt(i));
                a = (a ^ bits) * 1099511628211;
                b = (b + bits) * 0x9E3779B97F4A7C15 ^ (b >> 29);
            }

            repeated += seen.Add((a, b)) ? 0 : 1;
        }

        if (repeated > 0)
        {
            Add(StructureKind.Duplicates, Invariant($"{repeated} of {_data.Rows} rows are copies of earlier rows"), []);
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
