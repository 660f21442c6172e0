using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Estimation.Average;

/// <summary>
/// What estimating the nuisances adds to the influence of each row: stacked M-estimation (Stefanski and Boos 2002). Parameters θ that solve
/// Σ S(θ) = 0 have the influence A⁻¹ Sᵢ n, A = −Σ ∂S/∂θ, and ψ(θ) moves by ∂ψ/∂θ times it.
/// </summary>
internal static class EstimatedNuisances
{
    /// <summary>Level means whose influence takes nuisances as given, with what estimating them adds.</summary>
    /// <param name="given">The level means.</param>
    /// <param name="input">What they are of.</param>
    /// <param name="slopes">How they move with the nuisances.</param>
    internal static LevelMeans Add(LevelMeans given, ScoreInput input, NuisanceSlopes slopes)
    {
        double[][] influence = [.. given.Influence.Select(of => (double[])of.Clone())];
        bool corrects = input.Equations?.Corrects ?? false;
        if (input.Equations?.Assignment is { } assignment && (assignment.InSample || IsAffordable(assignment, input)))
        {
            AddAssignment(influence, input, assignment, slopes.Logits);
        }

        if (input.Equations?.Outcome is { } outcome && slopes.Means is not null)
        {
            AddOutcome(influence, input, outcome, slopes);
            return given with { Influence = influence, Corrected = corrects };
        }

        return given with { Influence = influence };
    }

    // Too many scores cannot be told from noise. To take g as given is then the careful side: balance that was learnt removes variance.
    private static bool IsAffordable(AssignmentEquation equation, ScoreInput input) =>
        ((input.Levels - 1) * (equation.Features.Columns + 1)) + 1 <= equation.Draws / 4;

    private static void AddAssignment(double[][] influence, ScoreInput input, AssignmentEquation equation, double[][][] slopes)
    {
        (int n, int others) = (input.Rows, input.Levels - 1);
        EquationDesign design = new(equation.Features);
        int width = design.Width;
        Matrix information = new(others * width, others * width);
        double[][] gradient = [.. influence.Select(_ => new double[others * width])];
        double[] z = new double[width];
        RowCursor rows = equation.Features.Cursor();
        for (int i = 0; i < n; i++)
        {
            design.Fill(rows.Row(i), z);
            double s = equation.Weights?[i] ?? 1;
            bool moved = IsMoved(input.Propensity, equation.Learnt, i);
            for (int k = 0; k < others; k++)
            {
                double gk = equation.Learnt[k + 1][i];
                for (int l = 0; l < others; l++)
                {
                    AddProduct(information, k * width, l * width, s * gk * ((k == l ? 1 : 0) - equation.Learnt[l + 1][i]), z);
                }

                for (int level = 0; level < gradient.Length && !moved; level++)
                {
                    SymmetricMatrix.Axpy(slopes[level][k][i], z, gradient[level].AsSpan(k * width, width));
                }
            }
        }

        for (int k = 0; k < others; k++)
        {
            design.AddPenalty(information, k * width, equation.Penalty);
        }

        double[][] cost = [.. gradient.Select(of => SymmetricMatrix.Solve(information, of))];
        double[][] residuals = [.. Enumerable.Range(0, others).Select(k => Residuals(input, equation, design, information, k))];
        rows = equation.Features.Cursor();
        for (int i = 0; i < n; i++)
        {
            design.Fill(rows.Row(i), z);
            for (int k = 0; k < others; k++)
            {
                double residual = n * (equation.Weights?[i] ?? 1) * residuals[k][i];
                for (int level = 0; level < cost.Length; level++)
                {
                    influence[level][i] += residual * SymmetricMatrix.Dot(cost[level].AsSpan(k * width, width), z);
                }
            }
        }
    }

    // 1(W = k + 1) − g, by the leverages of its own equation: that of the others taken out where there are more than two levels.
    private static double[] Residuals(ScoreInput input, AssignmentEquation equation, EquationDesign design, Matrix information, int k)
    {
        double[] g = equation.Learnt[k + 1], residual = [.. g.Select((p, i) => (input.Treatment[i] == k + 1 ? 1 : 0) - p)];
        if (!input.Equations!.Corrects || !equation.InSample)
        {
            return residual;
        }

        Matrix own = Block(information, k * design.Width, design.Width);
        return new Leverage(equation.Features, design, own).Adjusted([.. Enumerable.Range(0, input.Rows)], residual,
            Array.ConvertAll(g, p => p * (1 - p)), equation.Weights, input.Equations.Clusters);
    }

    private static Matrix Block(Matrix of, int from, int width)
    {
        Matrix block = new(width, width);
        for (int j = 0; j < width; j++)
        {
            of.Row(from + j).Slice(from, width).CopyTo(block.Row(j));
        }

        return block;
    }

    private static void AddOutcome(double[][] influence, ScoreInput input, OutcomeEquation equation, NuisanceSlopes slopes)
    {
        (int n, int levels) = (input.Rows, input.Levels);
        EquationDesign design = new(equation.Features);
        int width = design.Width;
        Matrix[] information = [.. Enumerable.Range(0, levels).Select(_ => new Matrix(width, width))];
        double[][] gradient = [.. Enumerable.Range(0, levels).Select(_ => new double[width])];
        double[] z = new double[width];
        RowCursor rows = equation.Features.Cursor();
        for (int i = 0; i < n; i++)
        {
            design.Fill(rows.Row(i), z);
            for (int level = 0; level < levels; level++)
            {
                double curve = equation.Logistic ? input.Mu[level][i] * (1 - input.Mu[level][i]) : 1;
                SymmetricMatrix.Axpy(slopes.Means![level][i] * curve, z, gradient[level]);
                if (input.Treatment[i] == level)
                {
                    AddProduct(information[level], 0, 0, (equation.Weights?[i] ?? 1) * curve, z);
                }
            }
        }

        double[][] cost = [.. gradient.Select((of, level) =>
        {
            design.AddPenalty(information[level], 0, equation.Penalty);
            return SymmetricMatrix.Solve(information[level], of);
        })];
        double[] plain = [.. Enumerable.Range(0, n).Select(i => input.Outcome[i] - input.Mu[input.Treatment[i]][i])];
        double[] residuals = Residuals(influence, input, equation, (design, information), plain, slopes.Outcomes);
        rows = equation.Features.Cursor();
        for (int i = 0; i < n; i++)
        {
            design.Fill(rows.Row(i), z);
            int own = input.Treatment[i];
            influence[own][i] += n * (equation.Weights?[i] ?? 1) * residuals[i] * SymmetricMatrix.Dot(cost[own], z);
        }
    }

    // Y − μ by its leverage, which the score's own residual grows by, too.
    private static double[] Residuals(double[][] influence, ScoreInput input, OutcomeEquation equation,
        (EquationDesign Design, Matrix[] Information) regression, double[] plain, double[][]? direct)
    {
        if (!input.Equations!.Corrects)
        {
            return plain;
        }

        double[] adjusted = new double[plain.Length];
        for (int level = 0; level < input.Levels; level++)
        {
            int[] own = [.. Enumerable.Range(0, plain.Length).Where(i => input.Treatment[i] == level)];
            double[]? slope = equation.Logistic ? Array.ConvertAll(input.Mu[level], p => p * (1 - p)) : null;
            double[] large = new Leverage(equation.Features, regression.Design, regression.Information[level])
                .Adjusted(own, plain, slope, equation.Weights, input.Equations.Clusters);
            for (int k = 0; k < own.Length; k++)
            {
                adjusted[own[k]] = large[k];
                influence[level][own[k]] += plain.Length * (direct?[level][own[k]] ?? 0) * (large[k] - plain[own[k]]);
            }
        }

        return adjusted;
    }

    // At the bounds of the clipping a propensity does not move.
    private static bool IsMoved(double[][] clipped, double[][] learnt, int row)
    {
        for (int level = 0; level < clipped.Length; level++)
        {
            // Levels of a row may have been brought to a sum of 1 anew.
            if (Math.Abs(clipped[level][row] - learnt[level][row]) > 1e-12)
            {
                return true;
            }
        }

        return false;
    }

    private static void AddProduct(Matrix to, int row, int column, double scale, double[] z)
    {
        for (int j = 0; j < z.Length; j++)
        {
            SymmetricMatrix.Axpy(scale * z[j], z, to.Row(row + j).Slice(column, z.Length));
        }
    }
}
