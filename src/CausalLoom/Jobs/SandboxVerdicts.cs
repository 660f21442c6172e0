using System.Globalization;
using System.Text;
using CausalLoom.Sandbox.Verification;

namespace CausalLoom.Jobs;

/// <summary>What was measured of a sandbox, as text for a person.</summary>
internal static class SandboxVerdicts
{
    /// <summary>A line a check.</summary>
    public static string Of(SandboxVerification proof)
    {
        StringBuilder text = new();
        Knob(text, proof.Tau);
        Knob(text, proof.Kappa0);
        Knob(text, proof.Kappa1);
        OverlapCheck o = proof.Overlap;
        string slope = double.IsFinite(o.Slope)
            ? string.Create(CultureInfo.InvariantCulture, $"slope {o.Slope:F3} (SE {o.SlopeError:F3}), ") : string.Empty;
        Line(text, o.Passed, "overlap",
            string.Create(CultureInfo.InvariantCulture, $"{slope}boosted AUC {o.Area:F3}, requested {o.RequestedArea:F3}"));
        Line(text, proof.Contrast.Passed, "contrast", string.Create(CultureInfo.InvariantCulture,
            $"{proof.Contrast.Delivered:G4} (SE {proof.Contrast.StandardError:G2}) in released rows, {proof.Contrast.Asked:G4} implied"));
        Line(text, proof.Association.Passed, "association", string.Create(CultureInfo.InvariantCulture,
            $"correlations with outcome and treatment within {proof.Association.Largest:F3} of what the request implies, beyond noise"));
        Line(text, proof.Exchangeability.Passed, "exchangeability", string.Create(CultureInfo.InvariantCulture,
            $"largest |z| {Math.Max(proof.Exchangeability.OrderStatistic, proof.Exchangeability.ReplicateStatistic):F1}, limit "
            + $"{proof.Exchangeability.Limit:F1}"));
        Line(text, proof.Fidelity.Passed,
            "fidelity", string.Create(CultureInfo.InvariantCulture, $"boosted C2ST {proof.Fidelity.Covariates:F2} (AUC "
            + $"{proof.Fidelity.CovariatesArea:F2}) on covariates, {proof.Fidelity.All:F2} (AUC {proof.Fidelity.AllArea:F2}) on all "
            + $"columns (real rows under the request: {proof.Fidelity.Implied:F2}){Pair(proof.Fidelity.Dependence)}"));
        Line(text, proof.Truth.Passed, "truth", Recorded(proof.Truth));
        return text.ToString();
    }

    private static string Recorded(TruthCheck t)
    {
        string[] faults = [.. t.Faults(new VerificationOptions())];
        string u = t.Unexplained is { } left ? string.Create(CultureInfo.InvariantCulture,
            $"; given u, {Math.Round(left, 2) + 0.0:F2} of kappa is left (SE {t.UnexplainedError:F2})") : string.Empty;
        return (faults.Length == 0 ? "what is recorded of the rows is what is drawn" : string.Join("; ", faults)) + u;
    }

    private static string Pair(CovariateDependence off) => off.Largest > 0
        ? string.Create(CultureInfo.InvariantCulture,
            $"; correlation of {VisibleText.Line(off.Pair)} off by {off.Largest:F2} beyond noise") : string.Empty;

    private static void Knob(StringBuilder text, KnobCheck k) => Line(text, k.Passed, k.Name, k.Varies
        ? string.Create(CultureInfo.InvariantCulture,
            $"slope {k.Slope:F3} (SE {k.SlopeError:F3}), r {k.Correlation:F3}, MAE {k.MeanAbsoluteError:G2}, skill {k.Skill:F3}")
        : string.Create(CultureInfo.InvariantCulture, $"{k.Delivered:G4} (SE {k.StandardError:G2}) delivered, {k.Asked:G4} asked"));

    private static void Line(StringBuilder text, bool passed, string name, string words) =>
        text.Append(passed ? "PASS  " : "FAIL  ").Append(name.PadRight(16)).Append(words).Append('\n');
}
