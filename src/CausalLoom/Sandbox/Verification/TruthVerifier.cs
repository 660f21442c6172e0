using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Verification;

/// <summary>Holds what is recorded as true of released rows against draws of the same units.</summary>
internal static class TruthVerifier
{
    /// <summary>Checks it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="released">Rows as released, with their truth.</param>
    /// <param name="units">The same units.</param>
    /// <param name="request">What was asked of them.</param>
    /// <param name="covariates">The real covariates' names; proxies of U are none of these.</param>
    /// <param name="moments">Draws of the units.</param>
    /// <param name="outcomeSd">The standard deviation of the outcome.</param>
    /// <param name="options">The margins.</param>
    /// <param name="stream">Where more draws come from.</param>
    public static TruthCheck Check(
        ISandboxModel model,
        SyntheticData released,
        SandboxDraw units,
        Request request,
        string[] covariates,
        OutcomeMoments moments,
        double outcomeSd,
        VerificationOptions options,
        RandomStream stream)
    {
        double[]? u = Column(released.Truth!, "u"), kappa0 = Column(released.Truth!, "kappa0"), kappa1 = Column(released.Truth!, "kappa1");
        TruthCheck check = new(Mismatched(released, model, units.Treatment), Recorded(released.Truth!, units.Treatment, request.LogOdds,
            moments, outcomeSd, options), null, null, null, string.Empty, null, null, null, false);
        if (u is not null && kappa0 is not null && kappa1 is not null)
        {
            Confounder drawn = Confounder.Draw(model.Given(units.Covariates), u.Length, stream);
            (double left, double error) = drawn.Unexplained([kappa0, kappa1]);
            (double told, string by) = Confounder.Told(units.Covariates.Select(covariates), u, options.Errors);
            (double own, double law, double tiedError) = drawn.Tied(u, units.Treatment);
            check = check with { Unexplained = left, UnexplainedError = error, Told = told, ToldBy = by, Tied = own, TiedDrawn = law,
                TiedError = tiedError };
        }

        return check with { Passed = check.Faults(options).Count == 0 };
    }

    private static List<KnobCheck> Recorded(Truth truth, int[] arms, double[] asked, OutcomeMoments moments, double outcomeSd,
        VerificationOptions options)
    {
        double[] e = truth.Propensity[1];
        double share = arms.Average();
        List<KnobCheck> checks = [];
        for (int s = 0; s < 2; s++)
        {
            (double[] value, double[] variance) = moments.Marginal(s, Array.ConvertAll(e, p => double.IsFinite(p) ? p : share));
            checks.Add(Held($"mu{s}", truth.Mu[s], value, variance, outcomeSd, options));
        }

        for (int s = 0; s < 2; s++)
        {
            if (Column(truth, $"kappa{s}") is { } kappa)
            {
                (double[] value, double[] variance) = moments.Kappa(s);
                checks.Add(Held($"kappa{s}", kappa, value, variance, outcomeSd, options));
            }
        }

        if (e.All(double.IsFinite))
        {
            KnobCheck overall = Assigned("propensity", e, arms, [.. Enumerable.Range(0, arms.Length)], options);
            checks.Add(overall with { Passed = overall.Passed && Follows(e, arms, asked, options) });
        }

        // Of units with the same u: the propensity without u is right over both.
        if (Column(truth, "propensity_u") is { } given && Column(truth, "u") is { } u)
        {
            checks.AddRange(new[] { 0, 1 }.Select(v =>
                Assigned($"propensity_u where u = {v}", given, arms, [.. Enumerable.Range(0, u.Length).Where(i => u[i] == v)], options)));
        }

        return checks;
    }

    private static KnobCheck Held(string name, double[] recorded, double[] drawn, double[] variance, double outcomeSd,
        VerificationOptions options)
    {
        double[] squares = [.. drawn.Select((v, i) => ((v - recorded[i]) * (v - recorded[i])) - variance[i])];
        return KnobCheck.Of(name, recorded, drawn, KnobCheck.Hidden(squares), outcomeSd, options);
    }

    // One arm a unit: row by row there is nothing to see.
    private static KnobCheck Assigned(string name, double[] propensity, int[] arms, int[] rows, VerificationOptions options)
    {
        double[] taken = Array.ConvertAll(rows, i => (double)arms[i]);
        double share = taken.DefaultIfEmpty(0.5).Average();
        return KnobCheck.Of(name, Array.ConvertAll(rows, i => propensity[i]), taken, (0, 0), Math.Sqrt(share * (1 - share)), options);
    }

    // One number for all would be right on average: it must be right where something else was asked.
    private static bool Follows(double[] propensity, int[] arms, double[] asked, VerificationOptions options)
    {
        double[] off = [.. arms.Select((t, i) => t - propensity[i])];
        double share = arms.Average(), margin = options.Bin * Math.Sqrt(share * (1 - share));
        return Binning.Rows(asked, options.Bins).All(rows =>
        {
            double mean = rows.Average(i => off[i]), variance = rows.Average(i => (off[i] - mean) * (off[i] - mean));
            return Math.Abs(mean) <= margin + (KnobCheck.BinErrors * Math.Sqrt(variance / rows.Length));
        });
    }

    // Rows in which the arm is not the unit's, or the outcome not the recorded potential outcome of that arm.
    private static double Mismatched(SyntheticData released, ISandboxModel model, int[] arms)
    {
        int[] written = ((DiscreteColumn)released.Table[model.TreatmentSpace.Name]).Codes;
        Column column = released.Table[model.OutcomeShape.Name];
        double[] y = column is DiscreteColumn levels ? Array.ConvertAll(levels.Codes, c => (double)c) : column.ToNumbers();
        double[][] potential = released.Truth!.PotentialOutcomes;
        return Enumerable.Range(0, arms.Length).Average(i => written[i] == arms[i] && y[i].Equals(potential[arms[i]][i]) ? 0.0 : 1);
    }

    // Null where it is not written, or known of some rows alone.
    private static double[]? Column(Truth truth, string name) =>
        truth.More.FirstOrDefault(c => c.Name == name)?.Values is { } values && Array.TrueForAll(values, double.IsFinite) ? values : null;
}
