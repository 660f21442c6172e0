using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Overlap.Agreement;

/// <summary>
/// The checks in one arm as numbers whose products with the side's residual have mean 0 where the sides agree: a function of the outcome
/// less its mean given the covariates, by a regression on what they predict of outcome and side.
/// </summary>
internal sealed class ArmChecks
{
    private const double LeastScale = 0.25, Far = 0.99;
    private readonly OutcomeCheck[] _checks;
    private readonly double[] _residual, _scaled, _outcome, _mean;
    private readonly Matrix _features, _basis;

    public ArmChecks(OutcomeCheck[] checks, int[] side, double[] share, double[] outcome, double[] mean, Matrix features)
    {
        (_checks, Share, _outcome, _mean, _features) = (checks, share, outcome, mean, features);
        SideResidual = [.. side.Select((s, i) => s - share[i])];
        _basis = Basis(mean, share);
        _residual = Beyond([.. outcome.Select((y, i) => y - mean[i])]);
        double[] size = Array.ConvertAll(_residual, Math.Abs);
        double[] scale = LeastSquares.Fit(new RowView(_basis), size).Predict(new RowView(_basis));
        double least = Math.Max(LeastScale * size.Average(), 1e-300);
        _scaled = [.. _residual.Select((e, i) => e / Math.Max(scale[i], least))];
        double[] sorted = [.. _scaled.Order()];
        double[][] columns = [.. checks.Select(c => Beyond(Of(c, sorted)))];
        Products = new Matrix(outcome.Length, checks.Length);
        for (int k = 0; k < columns.Length; k++)
        {
            for (int i = 0; i < outcome.Length; i++)
            {
                Products[i, k] = columns[k][i];
            }
        }
    }

    /// <summary>The checks.</summary>
    public OutcomeCheck[] All => _checks;

    /// <summary>The probability that a row is of the data, given its covariates.</summary>
    public double[] Share { get; }

    /// <summary>1 or 0 less that probability.</summary>
    public double[] SideResidual { get; }

    /// <summary>A row of numbers a row of data, [n, checks].</summary>
    public Matrix Products { get; }

    /// <summary>The two parts whose ratio is the size of a difference, donors less data (spreads: the two spreads).</summary>
    public (double Top, double Bottom) Size(int check)
    {
        OutcomeCheck of = _checks[check];
        if (of.Kind == DisagreementKind.Spread)
        {
            return Spreads(_residual);
        }

        double[] along = of.Kind == DisagreementKind.Slope ? Along(of) : [.. Enumerable.Repeat(1.0, Share.Length)];
        double top = 0, bottom = 0;
        for (int i = 0; i < along.Length; i++)
        {
            top -= Products[i, check] * SideResidual[i];
            bottom += along[i] * along[i] * SideResidual[i] * SideResidual[i];
        }

        return (top, bottom);
    }

    /// <summary>The check of spreads after means and slopes of both sides were made equal: its sum, and the sum of its squares.</summary>
    public (double Sum, double Squares) SpreadBesideLocation()
    {
        double[] free = WithoutLocation();
        double[] size = Beyond(Bounded(free));
        double sum = 0, squares = 0;
        for (int i = 0; i < size.Length; i++)
        {
            double product = size[i] * SideResidual[i];
            (sum, squares) = (sum + product, squares + (product * product));
        }

        return (sum, squares);
    }

    // [m, m², m³, ℓ, ℓ², mℓ] with ℓ the logit of the side's probability: given that, covariates say no more of the side.
    private static Matrix Basis(double[] mean, double[] share)
    {
        Matrix basis = new(mean.Length, 6);
        for (int i = 0; i < mean.Length; i++)
        {
            double m = mean[i], logit = Math.Log(share[i] / (1 - share[i]));
            ReadOnlySpan<double> row = [m, m * m, m * m * m, logit, logit * logit, m * logit];
            row.CopyTo(basis.Row(i));
        }

        return basis;
    }

    private double[] Beyond(double[] of)
    {
        double[] expected = LeastSquares.Fit(new RowView(_basis), of).Predict(new RowView(_basis));
        return [.. of.Select((v, i) => v - expected[i])];
    }

    private double[] Of(OutcomeCheck check, double[] sorted)
    {
        switch (check.Kind)
        {
            case DisagreementKind.Mean:
                return _residual;
            case DisagreementKind.Slope:
                double[] along = Along(check);
                return [.. _residual.Select((e, i) => e * along[i])];
            case DisagreementKind.Spread:
                return Bounded(_residual);
            case DisagreementKind.Shape:
                double below = SortedQuantile.Of(sorted, check.At);
                return [.. _scaled.Select(u => u < below ? 1.0 : 0)];
            default:
                return [.. _outcome.Select(y => y == check.At ? 1.0 : 0)];
        }
    }

    // A covariate less its mean where both sides are, so that slopes and means do not stand for each other.
    private double[] Along(OutcomeCheck check)
    {
        double[] x = check.At == OutcomeChecks.Predicted ? _mean : _features.Column((int)check.At);
        double sum = 0, total = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double h = SideResidual[i] * SideResidual[i];
            (sum, total) = (sum + (h * x[i]), total + h);
        }

        double centre = sum / total, sd = Math.Sqrt(x.Average(v => (v - centre) * (v - centre)));
        double unit = check.At == OutcomeChecks.Predicted && sd > 0 ? sd : 1;
        return Array.ConvertAll(x, v => (v - centre) / unit);
    }

    // The farthest rows of a heavy tail would be the whole of it.
    private static double[] Bounded(double[] residual)
    {
        double[] size = Array.ConvertAll(residual, Math.Abs);
        double most = SortedQuantile.Of([.. size.Order()], Far);
        return Array.ConvertAll(size, v => Math.Min(v, most));
    }

    private double[] WithoutLocation()
    {
        int columns = _residual.Length > 5 * (_features.Columns + 2) ? _features.Columns + 2 : 2;
        Matrix sides = new(_residual.Length, columns);
        for (int i = 0; i < sides.Rows; i++)
        {
            double s = SideResidual[i];
            (sides[i, 0], sides[i, 1]) = (s, s * _mean[i]);
            for (int j = 2; j < columns; j++)
            {
                sides[i, j] = s * _features[i, j - 2];
            }
        }

        double[] explained = LeastSquares.Fit(new RowView(sides), _residual).Predict(new RowView(sides));
        return [.. _residual.Select((e, i) => e - explained[i])];
    }

    // Mean distances from the prediction, both sides weighted to where they overlap: donors above, data below.
    private (double Donors, double Data) Spreads(double[] residual)
    {
        double donors = 0, ofDonors = 0, own = 0, ofOwn = 0;
        for (int i = 0; i < residual.Length; i++)
        {
            bool isDonor = SideResidual[i] < 0;
            double weight = Math.Abs(isDonor ? Share[i] : 1 - Share[i]);
            (donors, ofDonors) = isDonor ? (donors + (weight * Math.Abs(residual[i])), ofDonors + weight) : (donors, ofDonors);
            (own, ofOwn) = isDonor ? (own, ofOwn) : (own + (weight * Math.Abs(residual[i])), ofOwn + weight);
        }

        return (donors / ofDonors, own / ofOwn);
    }
}
