using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Sandbox.Verification;

/// <summary>
/// Puts a sandbox to the test by what it draws: fresh units, fresh potential outcomes, rows as an analyst gets them. Its own means, and the
/// truth it writes, decide nothing of this: what was asked is worked out anew from the knobs, and the truth is held against the draws.
/// </summary>
public static class Verifier
{
    /// <summary>Runs all checks.</summary>
    /// <param name="model">The model.</param>
    /// <param name="real">The data it was fitted to.</param>
    /// <param name="options">Sizes and margins; null: the defaults.</param>
    /// <param name="context">Stream, threads, progress.</param>
    public static SandboxVerification Run(ISandboxModel model, CausalData real, VerificationOptions? options, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(context);
        options ??= new VerificationOptions();
        options = options with
            { Units = Math.Min(options.Units, Math.Max(5000, options.MostCells / Math.Max(1, real.Covariates.Columns.Count))) };
        SandboxDraw units = model.DrawUnits(options.Units, context.Stream.Child("units"));
        RealRegressions regressions = RealRegressions.Of(real, context.Child("real"));
        double share = (double)real.Treated / real.Rows;
        Request request = On(units.Covariates, units.Treatment.Average());
        OutcomeMoments moments = OutcomeMoments.Of(model.Given(units.Covariates), options.Units, options.DrawsEach,
            context.Child("outcomes"));
        double[] classified = OverlapVerifier.Classify(units.Covariates.Select(real.Covariates.Columns.Select(c => c.Name)),
            units.Treatment, context.Child("classifier"));
        double[] observed = [.. units.Treatment.Select((t, i) => t == 1 ? units.Outcomes.Y1[i] : units.Outcomes.Y0[i])];
        double sd = Sd(observed);
        ImpliedLaw implied = ImpliedLaw.Of(real, On(real.Covariates, share), regressions);
        ImpliedLaw expected = ImpliedLaw.Of(real.IsBinaryOutcome, request, regressions, units.Covariates);
        AssociationVerifier association = new(real, implied, units.Covariates, expected, units.Treatment,
            expected.Drawn(units.Treatment, observed));
        return new SandboxVerification(
            options.Units,
            moments.Draws,
            TauCheck(request, moments, units.Treatment, classified, sd, options),
            Kappa("kappa0", request.Kappa0, 0, moments, sd, options),
            Kappa("kappa1", request.Kappa1, 1, moments, sd, options),
            OverlapVerifier.Check(request, units.Treatment, classified, share, options, context.Stream.Child("bootstrap")),
            ContrastCheck.Of(request, units.Treatment, observed, sd, options),
            AssociationCheck.Of(association.Lines(), association.Scores(), options),
            Exchangeability(model, options, context.Stream.Child("replicates")),
            new FidelityVerifier(model, real, options).Check(implied, regressions, units.Covariates, context.Child("fidelity")),
            TruthVerifier.Check(
                model,
                model.Draw(options.Units, context.Stream.Child("units")),
                units,
                request,
                [.. real.Covariates.Columns.Select(c => c.Name)],
                moments,
                sd,
                options,
                context.Stream.Child("truth")));

        Request On(Table rows, double treated) => Request.Of(model.Knobs, rows, treated, regressions.Assignment) with
            { NoiseFree = model.NoiseFree };
    }

    // A unit's own arm stands for its propensity, so the mean over units is that of E[Y(1) − Y(0) | x]; row by row the classifier's does.
    private static KnobCheck TauCheck(Request request, OutcomeMoments moments, int[] arms, double[] classified, double sd,
        VerificationOptions options)
    {
        double[][] contrast = [moments.Contrast(0), moments.Contrast(1)];
        double[] own = [.. arms.Select((t, i) => contrast[t][i])];
        double[] squares = [.. classified.Select((e, i) =>
        {
            double mixed = ((1 - e) * contrast[0][i]) + (e * contrast[1][i]) - request.Tau[i];
            return (mixed * mixed) - ((1 - e) * (1 - e) * moments.ContrastVariance[0][i]) - (e * e * moments.ContrastVariance[1][i]);
        })];
        return KnobCheck.Of("tau", request.Tau, own, KnobCheck.Hidden(squares), sd, options);
    }

    private static KnobCheck Kappa(string name, double[] asked, int potential, OutcomeMoments moments, double sd,
        VerificationOptions options)
    {
        (double[] value, double[] variance) = moments.Kappa(potential);
        return KnobCheck.Of(name, asked, value,
            KnobCheck.Hidden([.. value.Select((v, i) => ((v - asked[i]) * (v - asked[i])) - variance[i])]), sd, options);
    }

    private static ExchangeabilityCheck Exchangeability(ISandboxModel model, VerificationOptions options, RandomStream stream)
    {
        int rows = Math.Min(options.Units, 5000);
        return ExchangeabilityCheck.Of(model.Draw(rows, stream.Child(0)).Table, model.Draw(rows, stream.Child(1)).Table, options);
    }

    private static double Sd(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }
}
