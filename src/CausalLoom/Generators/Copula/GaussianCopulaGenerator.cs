using CausalLoom.Data;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Generators.Copula;

/// <summary>
/// A Gaussian copula with empirical margins: every column is a monotone function of one normal (levels by thresholds), a second one says
/// which of its cells are missing, and the normals' correlation reproduces the observed covariance of each pair's normal scores.
/// </summary>
/// <param name="Options">The settings.</param>
public sealed record GaussianCopulaGenerator(CopulaOptions Options) : ITabularGenerator
{
    /// <summary>A generator with the default settings.</summary>
    public GaussianCopulaGenerator()
        : this(new CopulaOptions())
    {
    }

    /// <inheritdoc />
    public string Name => "copula";

    private const int MaxColumns = 3000;

    /// <inheritdoc />
    public ITabularModel Fit(Table table, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(context);
        GeneratorInput.Check(table, Name);
        if (table.Columns.Count > MaxColumns)
        {
            throw new CausalLoomException($"Generator '{Name}' takes at most {MaxColumns} columns, since it factors their correlation "
                + $"matrix; the table has {table.Columns.Count}. Name fewer (‹covariates›).");
        }

        context.Report("Fitting the copula", 0);
        LatentColumn[] columns = [.. table.Columns.Select(LatentColumn.Of)];
        int[] gaps = GaussianCopulaModel.Gaps(columns);
        HermiteScores[] scores = context.Map(columns.Length + gaps.Length, (j, _) =>
        {
            (int[] bins, double[] cuts) = j < columns.Length ? columns[j].Cut(table.Columns[j])
                : columns[gaps[j - columns.Length]].CutGaps(table.Columns[gaps[j - columns.Length]]);
            return HermiteScores.Of(bins, cuts, Options.HermiteTerms);
        });
        Matrix factor = CorrelationFactor.Of(Correlations(scores, context));
        context.Report("Fitting the copula", 1);
        return new GaussianCopulaModel(TableLayout.Of(table), columns, factor);
    }

    private Matrix Correlations(HermiteScores[] scores, FitContext context)
    {
        Matrix correlation = new(scores.Length, scores.Length);
        double[][] rows = context.Map(scores.Length, (i, _) =>
        {
            double[] row = new double[i];
            for (int j = 0; j < i; j++)
            {
                row[j] = HermiteScores.Correlation(scores[i], scores[j], Options.LargestCorrelation);
            }

            return row;
        });
        for (int i = 0; i < rows.Length; i++)
        {
            correlation[i, i] = 1;
            for (int j = 0; j < i; j++)
            {
                correlation[i, j] = correlation[j, i] = rows[i][j];
            }
        }

        return correlation;
    }
}
