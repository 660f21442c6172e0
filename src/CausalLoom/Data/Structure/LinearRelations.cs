using System.Globalization;
using System.Text;
using CausalLoom.Io;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Data.Structure;

/// <summary>
/// Finds columns of numbers that are sums and differences of others up to rounding, and outcomes that follow from covariates: linearly, by
/// a product or ratio of two, or in steps of one. Candidates come from a sample of rows; what is said holds in all complete rows.
/// </summary>
internal sealed class LinearRelations
{
    /// <summary>Sums are looked for among so many columns of numbers, the first.</summary>
    public const int MostColumns = 100;

    private const int Sample = 1000;
    private const int LeastRows = 20;
    private const int FewRowsALevel = 5;
    private const double MostMissing = 0.5;

    // What is left of a column that is a sum of others, in its SDs: far below what rounding leaves, far above arithmetic.
    private const double Nothing = 1e-6;

    private readonly CausalData _data;
    private readonly List<Column> _columns;
    private readonly double[][] _values;
    private readonly int[] _rows;

    public LinearRelations(CausalData data)
    {
        _data = data;
        _columns = [.. data.Covariates.Columns.Where(column => IsNumber(column) && column.MissingCount <= MostMissing * column.Count)
            .Take(MostColumns)];
        _values = [.. _columns.Select(column => column.ToNumbers())];
        int step = Math.Max(1, data.Rows / Sample);
        _rows = [.. Enumerable.Range(0, data.Rows).Where(i => i % step == 0 && Array.TrueForAll(_values, v => !double.IsNaN(v[i])))];
    }

    /// <summary>How the outcome follows from covariates in every row; null where it does not.</summary>
    public (string Text, string[] Columns)? OutcomeAsFunction()
    {
        double[] y = _data.Outcome.Values;
        if (_data.IsBinaryOutcome || y.Distinct().Take(3).Count() < 3)
        {
            return Steps(y) ?? Levels(y);
        }

        return Linear(y, [.. Enumerable.Range(0, _columns.Count)], Half(_data.OutcomeColumn)) is { } sum ? sum
            : Ratio(y) ?? Steps(y) ?? Levels(y);
    }

    /// <summary>Columns that are sums or differences of those before them, and what they are.</summary>
    public IEnumerable<(string Column, string Text, string[] Columns)> Sums()
    {
        List<int> free = [];
        for (int j = 0; j < _columns.Count; j++)
        {
            if (free.Count > 1 && _columns[j] is not DiscreteColumn && Linear(_values[j], [.. free], Half(_columns[j])) is { } sum
                && sum.Columns.Length > 1)
            {
                yield return (_columns[j].Name, sum.Text, [_columns[j].Name, .. sum.Columns]);
            }
            else
            {
                free.Add(j);
            }
        }
    }

    private static bool IsNumber(Column column) => column is not DiscreteColumn discrete
        || Array.TrueForAll(discrete.Levels, CellText.IsNumber);

    // Half a unit of a column's last digit.
    private static double Half(Column column) => column switch
    {
        IntegerColumn => 0.5,
        ContinuousColumn { Decimals: { } decimals } => 0.5 * Math.Pow(10, -decimals),
        _ => 0,
    };

    // Exactly, or up to the rounding of the parts and of the sum.
    private (string Text, string[] Columns)? Linear(double[] y, int[] among, double half) =>
        Linear(y, among, half, rounded: false) ?? (half > 0 ? Linear(y, among, half, rounded: true) : null);

    private (string Text, string[] Columns)? Linear(double[] y, int[] among, double half, bool rounded)
    {
        double scale = Sd(y);
        if (_rows.Length < Math.Max(LeastRows, 3 * (among.Length + 1)) || among.Length == 0 || !(scale > 0))
        {
            return null;
        }

        double unit = rounded ? half : 0;
        int[] used = among;
        (double[] Slope, double Intercept) fit = Fit(y, used);
        if (!Follows(y, used, fit, unit, scale, _rows))
        {
            return null;
        }

        // What can be left out, least first, is no part of it.
        double[] all = fit.Slope;
        foreach (int j in among.OrderBy(j => Math.Abs(all[Array.IndexOf(among, j)]) * Sd(_values[j])))
        {
            int[] fewer = [.. used.Where(k => k != j)];
            if (fewer.Length > 0 && Fit(y, fewer) is var less && Follows(y, fewer, less, unit, scale, _rows))
            {
                (used, fit) = (fewer, less);
            }
        }

        int[] complete = [.. Enumerable.Range(0, y.Length).Where(i => used.All(j => !double.IsNaN(_values[j][i])))];
        return complete.Length * 2 > y.Length && Follows(y, used, fit, unit, scale, complete) && !IsChance(used, unit, scale)
            ? (Sentence(used, fit.Slope, fit.Intercept), [.. used.Select(j => _columns[j].Name)]) : null;
    }

    // Rounded coarsely, almost anything is a sum of something: the digits must hold more than rounding hides.
    private static bool IsChance(int[] used, double half, double scale) => half * 8 > scale / Math.Sqrt(used.Length);

    private (double[] Slope, double Intercept) Fit(double[] y, int[] among)
    {
        Matrix x = new(_rows.Length, among.Length);
        double[] target = new double[_rows.Length];
        for (int r = 0; r < _rows.Length; r++)
        {
            for (int k = 0; k < among.Length; k++)
            {
                x[r, k] = _values[among[k]][_rows[r]];
            }

            target[r] = y[_rows[r]];
        }

        LinearFit fit = LeastSquares.Fit(x, target);
        return (fit.Coefficients, fit.Intercept);
    }

    // Every digit of the parts was rounded too.
    private bool Follows(double[] y, int[] among, (double[] Slope, double Intercept) fit, double half, double scale, int[] rows)
    {
        double allowed = Math.Min(half, 0.05 * scale) + (Nothing * scale);
        for (int k = 0; k < among.Length; k++)
        {
            allowed += half == 0 ? 0 : Math.Min(0.05 * scale, Math.Abs(fit.Slope[k]) * Half(_columns[among[k]]));
        }

        foreach (int i in rows)
        {
            double left = y[i] - fit.Intercept;
            for (int k = 0; k < among.Length; k++)
            {
                left -= fit.Slope[k] * _values[among[k]][i];
            }

            if (!(Math.Abs(left) <= allowed))
            {
                return false;
            }
        }

        return true;
    }

    // A product or ratio of two, times and plus a number, as in a change in percent.
    private (string Text, string[] Columns)? Ratio(double[] y)
    {
        if (_rows.Length < LeastRows || _columns.Count > 60)
        {
            return null;
        }

        double[] target = [.. _rows.Select(i => y[i])];
        double[] made = new double[_rows.Length];
        for (int a = 0; a < _columns.Count; a++)
        {
            for (int b = 0; b < _columns.Count; b++)
            {
                foreach (bool product in a < b ? new[] { false, true } : a > b ? [false] : [])
                {
                    for (int r = 0; r < made.Length; r++)
                    {
                        (double u, double v) = (_values[a][_rows[r]], _values[b][_rows[r]]);
                        made[r] = product ? u * v : u / v;
                    }

                    // The digits that rounding takes from the outcome are few.
                    double left = 1 - Squared(made, target);
                    double allowed = 1e-9 + (4 * Half(_data.OutcomeColumn) * Half(_data.OutcomeColumn) / Math.Max(1e-300,
                        Variance(target)));
                    if (left >= 0 && left <= Math.Min(1e-3, allowed))
                    {
                        (string u, string v) = (_columns[a].Name, _columns[b].Name);
                        return ($"{CellText.Show(u)} {(product ? "×" : "/")} {CellText.Show(v)}, but for scale and origin", [v, u]);
                    }
                }
            }
        }

        return null;
    }

    // One covariate by whose value the outcome goes up, or down, in steps, without exception.
    private (string Text, string[] Columns)? Steps(double[] y)
    {
        int levels = y.Distinct().Take(LeastRows).Count();
        for (int j = 0; j < _columns.Count && y.Length >= LeastRows; j++)
        {
            double[] x = _values[j];
            if (_columns[j].MissingCount > 0 || x.Distinct().Take(levels).Count() < levels)
            {
                continue;
            }

            int[] order = [.. Enumerable.Range(0, y.Length)];
            Array.Sort([.. x], order);
            bool up = true, down = true;
            for (int i = 1; i < order.Length && (up || down); i++)
            {
                (int here, int before) = (order[i], order[i - 1]);
                bool same = x[here] == x[before];
                up &= same ? y[here] == y[before] : y[here] >= y[before];
                down &= same ? y[here] == y[before] : y[here] <= y[before];
            }

            if (up || down)
            {
                return ($"a function of {CellText.Show(_columns[j].Name)}", [_columns[j].Name]);
            }
        }

        return null;
    }

    // A column of levels, of which each has one outcome.
    private (string Text, string[] Columns)? Levels(double[] y)
    {
        foreach (DiscreteColumn column in _data.Covariates.Columns.OfType<DiscreteColumn>())
        {
            double[] outcome = new double[column.Levels.Length];
            Array.Fill(outcome, double.NaN);
            bool follows = column.MissingCount == 0 && y.Length >= FewRowsALevel * column.Levels.Length && y.Length >= LeastRows;
            for (int i = 0; i < y.Length && follows; i++)
            {
                int code = column.Codes[i];
                outcome[code] = double.IsNaN(outcome[code]) ? y[i] : outcome[code];
                follows = outcome[code] == y[i];
            }

            if (follows && outcome.Where(v => !double.IsNaN(v)).Distinct().Count() > 1)
            {
                return ($"a function of {CellText.Show(column.Name)}", [column.Name]);
            }
        }

        return null;
    }

    private static string Sentence(string[] names, double[] slopes)
    {
        StringBuilder text = new();
        for (int k = 0; k < names.Length; k++)
        {
            double size = Math.Abs(slopes[k]);
            string times = Math.Abs(size - 1) < 1e-3 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{size:G4} × ");
            text.Append(k == 0 ? slopes[k] < 0 ? "−" : "" : slopes[k] < 0 ? " − " : " + ").Append(times).Append(CellText.Show(names[k]));
        }

        return text.ToString();
    }

    // Positive parts first.
    private string Sentence(int[] used, double[] slopes, double intercept)
    {
        int[] order = [.. Enumerable.Range(0, used.Length).OrderBy(k => slopes[k] < 0)];
        string sum = Sentence([.. order.Select(k => _columns[used[k]].Name)], [.. order.Select(k => slopes[k])]);
        double scale = used.Max(j => Sd(_values[j]));
        return Math.Abs(intercept) < 1e-3 * scale ? sum
            : string.Create(CultureInfo.InvariantCulture, $"{sum} {(intercept < 0 ? '−' : '+')} {Math.Abs(intercept):G4}");
    }

    private double Sd(double[] values) => Math.Sqrt(Variance([.. _rows.Select(i => values[i])]));

    private static double Variance(double[] values)
    {
        double mean = values.Length == 0 ? 0 : values.Average();
        return values.Length == 0 ? 0 : values.Sum(v => (v - mean) * (v - mean)) / values.Length;
    }

    private static double Squared(double[] x, double[] y)
    {
        double mx = x.Average(), my = y.Average(), xx = 0, yy = 0, xy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            xx += (x[i] - mx) * (x[i] - mx);
            yy += (y[i] - my) * (y[i] - my);
            xy += (x[i] - mx) * (y[i] - my);
        }

        return xx > 0 && yy > 0 ? xy * xy / (xx * yy) : double.NaN;
    }
}
