using CausalLoom.Evaluation.Support;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Evaluation.Joint;

/// <summary>
/// The debiased Sinkhorn divergence S_ε(α, β) = OT_ε(α, β) − ½·OT_ε(α, α) − ½·OT_ε(β, β) of two sets of rows with equal
/// weights, cost ‖x − y‖²/2 and ε = blur² (Feydy et al., 2019). Potentials are found by symmetrised Sinkhorn updates in the
/// log domain while ε falls from diameter² by factors of ¼ (one update a step), and a last unaveraged update: the schedule
/// of the library that the papers' code calls. It stops short of convergence: on rows far apart against the blur the value is
/// about half of the converged one, so compare it only with values of the same kind.
/// </summary>
public static class SinkhornDivergence
{
    private const double Factor = 0.25;

    /// <summary>The divergence of two sets of rows on the same scale; 0 is best.</summary>
    public static double Between(Matrix a, Matrix b, double blur, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(context);
        double[] schedule = Schedule(SquaredDiameter(a, b), blur * blur);
        Func<double>[] parts =
        [
            () => Cross(a, b, schedule, context),
            () => Self(a, schedule, context),
            () => Self(b, schedule, context),
        ];
        double[] values = [.. parts.Select(part => part())];
        return Math.Max(0, values[0] - values[1] - values[2]);
    }

    // Σ_i a_i f_i + Σ_j b_j g_j of the optimal potentials between the two sets.
    private static double Cross(Matrix a, Matrix b, double[] schedule, FitContext context)
    {
        double[] f = SoftMinimum(a, b, new double[b.Rows], schedule[0], context);
        double[] g = SoftMinimum(b, a, new double[a.Rows], schedule[0], context);
        foreach (double epsilon in schedule)
        {
            double[] nextF = SoftMinimum(a, b, g, epsilon, context), nextG = SoftMinimum(b, a, f, epsilon, context);
            (f, g) = (Average(f, nextF), Average(g, nextG));
        }

        double[] lastF = SoftMinimum(a, b, g, schedule[^1], context), lastG = SoftMinimum(b, a, f, schedule[^1], context);
        return SampleStatistics.Mean(lastF) + SampleStatistics.Mean(lastG);
    }

    // Σ_i a_i f_i of the symmetric problem of a set with itself, half of OT_ε(α, α).
    private static double Self(Matrix a, double[] schedule, FitContext context)
    {
        double[] f = SoftMinimum(a, a, new double[a.Rows], schedule[0], context);
        foreach (double epsilon in schedule)
        {
            f = Average(f, SoftMinimum(a, a, f, epsilon, context));
        }

        return SampleStatistics.Mean(SoftMinimum(a, a, f, schedule[^1], context));
    }

    /// <summary>f_i = −ε·ln mean_j exp((g_j − ‖x_i − y_j‖²/2) / ε).</summary>
    private static double[] SoftMinimum(Matrix x, Matrix y, double[] g, double epsilon, FitContext context)
    {
        const int block = 64;
        double[] f = new double[x.Rows];
        context.Map((x.Rows + block - 1) / block, (part, _) =>
        {
            double[] exponents = new double[y.Rows];
            for (int i = part * block; i < Math.Min(x.Rows, (part + 1) * block); i++)
            {
                double largest = double.NegativeInfinity, sum = 0;
                for (int j = 0; j < exponents.Length; j++)
                {
                    exponents[j] = (g[j] - (SquaredDistance.Between(x.Row(i), y.Row(j)) / 2)) / epsilon;
                    largest = Math.Max(largest, exponents[j]);
                }

                foreach (double exponent in exponents)
                {
                    sum += Math.Exp(exponent - largest);
                }

                f[i] = -epsilon * (largest + Math.Log(sum / exponents.Length));
            }

            return 0;
        });
        return f;
    }

    private static double[] Average(double[] a, double[] b) => [.. a.Zip(b, (x, y) => (x + y) / 2)];

    private static double[] Schedule(double squaredDiameter, double target)
    {
        List<double> schedule = [Math.Max(squaredDiameter, target)];
        for (double epsilon = squaredDiameter; epsilon > target; epsilon *= Factor)
        {
            schedule.Add(epsilon);
        }

        schedule.Add(target);
        return [.. schedule];
    }

    // Of the box around all rows.
    private static double SquaredDiameter(Matrix a, Matrix b)
    {
        double diameter = 0;
        for (int j = 0; j < a.Columns; j++)
        {
            double[] values = [.. a.Column(j), .. b.Column(j)];
            diameter += Math.Pow(values.Max() - values.Min(), 2);
        }

        return diameter;
    }
}
