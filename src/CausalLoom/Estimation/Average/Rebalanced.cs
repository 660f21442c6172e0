using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Estimation.Average;

/// <summary>
/// A propensity that was learnt flexibly out of fold, brought to balance for weighting. Learners shrink, and what they shrink stays as
/// confounding, which nothing takes out of a weighted mean. A logistic regression of the treatment on covariates and the logits of ĝ,
/// with these logits as offset, solves Σ s (1(W = l) − g_l)(1, logit ĝ, x) = 0: weights of linear shape lose no confounding, curves
/// that were found get their scale back, and what it costs is in the standard error, since the equation is one on these rows.
/// </summary>
internal static class Rebalanced
{
    private const int MostSteps = 50;
    private const double Small = 1e-9, MostClipped = 0.01;

    /// <summary>The input with g brought to balance; the same where rows are too few, overlap is too poor, or there is no such g.</summary>
    internal static ScoreInput Of(ScoreInput input)
    {
        if (input.Equations is not { Assignment: { InSample: false, Rebalances: true } equation } equations)
        {
            return input;
        }

        RowView features = new(new LogitRows(equation.Features, Logits(equation.Learnt)));
        if (Solve(input, equation, features) is not { } g)
        {
            return input;
        }

        // Where balance needs weights beyond the bounds there is no overlap to bring to balance.
        (double[][] clipped, int moved) = equation.Clipping.Clip(g);
        if (moved > MostClipped * input.Rows)
        {
            return input;
        }

        AssignmentEquation own = equation with { Features = features, Learnt = g, InSample = true };
        return input with { Propensity = clipped, Equations = equations with { Assignment = own } };
    }

    private static double[][] Logits(double[][] g) => [.. g.Skip(1).Select(level =>
        (double[])[.. level.Select((p, i) => Math.Log(Math.Max(p, Small)) - Math.Log(Math.Max(g[0][i], Small)))])];

    // Newton's method with halved steps; null where it does not settle, as where the levels are separated.
    private static double[][]? Solve(ScoreInput input, AssignmentEquation equation, RowView features)
    {
        EquationDesign design = new(features);
        int others = equation.Learnt.Length - 1, width = design.Width;
        double[] theta = new double[others * width];
        double[][] offset = Logits(equation.Learnt);
        Fit at = new(input, equation, features, design, offset, theta);
        for (int step = 0; step < MostSteps; step++)
        {
            double[] move = SymmetricMatrix.Solve(at.Information, at.Score);
            double size = 1;
            Fit next = at;
            for (int halving = 0; halving < 20; halving++, size /= 2)
            {
                double[] moved = [.. theta.Zip(move, (t, m) => t + (size * m))];
                next = new Fit(input, equation, features, design, offset, moved);
                if (next.Loss <= at.Loss)
                {
                    theta = moved;
                    break;
                }
            }

            bool settled = Math.Abs(at.Loss - next.Loss) <= 1e-12 * Math.Abs(at.Loss);
            at = next.Loss <= at.Loss ? next : at;
            if (settled)
            {
                return at.Score.All(v => Math.Abs(v) < 1e-6 * input.Rows) ? at.G : null;
            }
        }

        return null;
    }

    // Loss, score and information of a multinomial regression at some coefficients.
    private sealed class Fit
    {
        internal Fit(ScoreInput input, AssignmentEquation equation, RowView features, EquationDesign design, double[][] offset,
            double[] theta)
        {
            int others = offset.Length, width = design.Width;
            Information = new Matrix(others * width, others * width);
            Score = new double[others * width];
            G = [.. Enumerable.Range(0, others + 1).Select(_ => new double[input.Rows])];
            double[] z = new double[width], eta = new double[others + 1];
            RowCursor rows = features.Cursor();
            for (int i = 0; i < input.Rows; i++)
            {
                design.Fill(rows.Row(i), z);
                double s = equation.Weights?[i] ?? 1, most = 0, sum = 0;
                for (int k = 1; k <= others; k++)
                {
                    eta[k] = offset[k - 1][i] + SymmetricMatrix.Dot(theta.AsSpan((k - 1) * width, width), z);
                    most = Math.Max(most, eta[k]);
                }

                for (int k = 0; k <= others; k++)
                {
                    G[k][i] = Math.Exp(eta[k] - most);
                    sum += G[k][i];
                }

                for (int k = 0; k <= others; k++)
                {
                    G[k][i] /= sum;
                }

                Loss -= s * (eta[input.Treatment[i]] - most - Math.Log(sum));
                for (int k = 0; k < others; k++)
                {
                    double g = G[k + 1][i];
                    SymmetricMatrix.Axpy(s * ((input.Treatment[i] == k + 1 ? 1 : 0) - g), z, Score.AsSpan(k * width, width));
                    for (int l = 0; l < others; l++)
                    {
                        double curve = s * g * ((k == l ? 1 : 0) - G[l + 1][i]);
                        for (int j = 0; j < width; j++)
                        {
                            SymmetricMatrix.Axpy(curve * z[j], z, Information.Row((k * width) + j).Slice(l * width, width));
                        }
                    }
                }
            }

            for (int k = 0; k < others; k++)
            {
                design.AddPenalty(Information, k * width, (0, true));
            }
        }

        internal double Loss { get; }

        internal double[] Score { get; }

        internal Matrix Information { get; }

        internal double[][] G { get; }
    }
}

/// <summary>The logits of a propensity before the covariates of each row.</summary>
internal sealed class LogitRows(RowView covariates, double[][] logits) : RowSource
{
    /// <inheritdoc />
    public override int Rows => covariates.Rows;

    /// <inheritdoc />
    public override int Columns => logits.Length + covariates.Columns;

    /// <inheritdoc />
    public override void Read(ReadOnlySpan<int> rows, Span<double> into, int stride)
    {
        RowCursor from = covariates.At(rows.ToArray()).Cursor();
        for (int i = 0; i < rows.Length; i++)
        {
            Span<double> row = into.Slice(i * stride, Columns);
            for (int k = 0; k < logits.Length; k++)
            {
                row[k] = logits[k][rows[i]];
            }

            from.Row(i).CopyTo(row[logits.Length..]);
        }
    }

    /// <inheritdoc />
    public override double[] Column(int column) =>
        column < logits.Length ? [.. logits[column]] : covariates.Column(column - logits.Length);
}
