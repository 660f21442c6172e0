using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>Draws tokens from probabilities, of what is valid and not excluded only.</summary>
internal static class TokenDraw
{
    /// <summary>Turns rows' probabilities [row × outcome] into what is drawn from: calibrated, nothing excluded, in sum 1.</summary>
    internal static void Constrain(double[] p, TokenTarget target, double[]? factors, TokenRows rows, ReadOnlySpan<int> which,
        StructuralZeros zeros)
    {
        for (int i = 0; i < which.Length; i++)
        {
            Constrain(p.AsSpan(i * target.Count, target.Count), target, factors, rows, which[i], zeros);
        }
    }

    /// <summary>Draws an outcome for each row and writes its token; a group is written as its first member until that is drawn.</summary>
    internal static void Draw(double[] p, TokenTarget target, TokenRows rows, ReadOnlySpan<int> which, RandomStream draws)
    {
        int[] tokens = rows.Tokens[target.Column];
        for (int i = 0; i < which.Length; i++)
        {
            int outcome = draws.NextCategory(p.AsSpan(i * target.Count, target.Count));
            tokens[which[i]] = target.Split is not { } split ? outcome
                : target.IsMember ? split.Token(split.Group(tokens[which[i]]), outcome)
                : split.Token(outcome, 0);
        }
    }

    /// <summary>Turns a row's probabilities into what is drawn from: calibrated, nothing excluded, in sum 1.</summary>
    internal static void Constrain(Span<double> p, TokenTarget target, double[]? factors, TokenRows rows, int row, StructuralZeros zeros)
    {
        for (int k = 0; k < p.Length && factors is { Length: > 0 }; k++)
        {
            p[k] *= factors[k];
        }

        if (target.IsMember)
        {
            p[target.Split!.Size(target.Split.Group(rows.Tokens[target.Column][row]))..].Clear();
        }

        Exclude(p, target, rows, row, zeros);
        double sum = 0;
        foreach (double x in p)
        {
            sum += x;
        }

        for (int k = 0; k < p.Length; k++)
        {
            p[k] /= sum;
        }
    }

    private static void Exclude(Span<double> p, TokenTarget target, TokenRows rows, int row, StructuralZeros zeros)
    {
        if (target.Split is { } split)
        {
            if (!target.IsMember && split.MissingGroup >= 0 && !rows.MayBeMissing[target.Column])
            {
                p[split.MissingGroup] = 0;
            }

            return;
        }

        Span<double> allowed = stackalloc double[p.Length];
        p.CopyTo(allowed);
        if (target.Tokens.Missing >= 0 && !rows.MayBeMissing[target.Column])
        {
            allowed[target.Tokens.Missing] = 0;
            p[target.Tokens.Missing] = target.Tokens.Observed > 0 ? 0 : 1;
        }

        for (int j = 0; j < rows.Columns; j++)
        {
            if (zeros.Any(target.Column, j) && rows.Known[(row * rows.Columns) + j])
            {
                foreach (int k in zeros.Excluded(target.Column, j, rows.Tokens[j][row]))
                {
                    allowed[k] = 0;
                }
            }
        }

        // Given cells can exclude everything between them; then the network's word stands.
        if (HasMass(allowed))
        {
            allowed.CopyTo(p);
        }
    }

    private static bool HasMass(ReadOnlySpan<double> p)
    {
        double sum = 0;
        foreach (double x in p)
        {
            sum += x;
        }

        return sum > 1e-30;
    }
}
