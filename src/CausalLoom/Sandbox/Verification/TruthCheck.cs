using System.Text.Json.Nodes;

namespace CausalLoom.Sandbox.Verification;

/// <summary>
/// Whether what is written as true of the released rows is true: the truth file held against draws, and its U against what it is said to
/// be.
/// </summary>
/// <param name="Mismatched">The share of rows whose outcome is not the potential outcome of their arm.</param>
/// <param name="Recorded">
/// What was drawn against what is recorded: `mu0`, `mu1`, `kappa0`, `kappa1` by draws of the same units, `propensity` and, by u,
/// `propensity_u` by the arms that units took. Those that the model does not know are absent.
/// </param>
/// <param name="Unexplained">
/// The share of κ that is left between units of the same x and u: 0 where U is all of the confounding. Null where there is no U.
/// </param>
/// <param name="UnexplainedError">Its standard error.</param>
/// <param name="Told">The largest |correlation| of U with a covariate that is not a proxy of it, beyond noise; null where there is no
/// U.</param>
/// <param name="ToldBy">The covariate.</param>
/// <param name="Tied">The recorded P(U = 1 | T = 1) − P(U = 1 | T = 0); null where there is no U.</param>
/// <param name="TiedDrawn">The same by draws of U for the units' covariates and arms.</param>
/// <param name="TiedError">The standard error of their difference.</param>
/// <param name="Passed">Whether all margins are kept.</param>
public sealed record TruthCheck(
    double Mismatched,
    IReadOnlyList<KnobCheck> Recorded,
    double? Unexplained,
    double? UnexplainedError,
    double? Told,
    string ToldBy,
    double? Tied,
    double? TiedDrawn,
    double? TiedError,
    bool Passed)
{
    /// <summary>What of it failed, in words; empty where nothing did.</summary>
    public IReadOnlyList<string> Faults(VerificationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> faults = [.. Recorded.Where(k => !k.Passed).Select(k => $"{k.Name} is not what is drawn")];
        if (Mismatched > 0)
        {
            faults.Insert(0, "outcomes are not those of the unit's arm");
        }

        if (Unexplained is { } left && Math.Abs(left) > options.Unexplained + (options.Errors * UnexplainedError!.Value))
        {
            faults.Add("u is not all of the confounding");
        }

        if (Told > options.Told)
        {
            faults.Add($"{ToldBy} tells of u");
        }

        if (Tied is { } tied && Math.Abs(tied - TiedDrawn!.Value) > options.Tied + (options.Errors * TiedError!.Value))
        {
            faults.Add("u is not the one that arms were assigned by");
        }

        return faults;
    }

    /// <summary>As JSON; what has no value is null.</summary>
    public JsonObject ToJson()
    {
        JsonObject recorded = [];
        foreach (KnobCheck k in Recorded)
        {
            recorded[k.Name] = new JsonObject
            {
                ["recorded_mean"] = k.Asked,
                ["drawn_mean"] = k.Delivered,
                ["drawn_se"] = k.StandardError,
                ["slope"] = JsonNumber.Of(k.Slope),
                ["slope_se"] = JsonNumber.Of(k.SlopeError),
                ["mae"] = k.MeanAbsoluteError,
                ["hidden_rmse"] = JsonNumber.Of(k.HiddenError),
                ["passed"] = k.Passed,
            };
        }

        return new JsonObject
        {
            ["outcome_mismatches"] = Mismatched,
            ["recorded"] = recorded,
            ["kappa_left_given_u"] = Unexplained is { } left ? JsonNumber.Of(left) : null,
            ["kappa_left_given_u_se"] = UnexplainedError is { } error ? JsonNumber.Of(error) : null,
            ["u_with_covariates"] = Told is { } told ? JsonNumber.Of(told) : null,
            ["u_column"] = Told is null ? null : ToldBy,
            ["u_between_arms"] = Tied is { } tied ? JsonNumber.Of(tied) : null,
            ["u_between_arms_drawn"] = TiedDrawn is { } law ? JsonNumber.Of(law) : null,
            ["passed"] = Passed,
        };
    }
}
