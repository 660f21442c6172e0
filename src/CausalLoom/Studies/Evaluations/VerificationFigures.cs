using CausalLoom.Data;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Verification;
using CausalLoom.Synthesis;

namespace CausalLoom.Studies.Evaluations;

/// <summary>
/// The verification of a sandbox (docs/methods/sandbox-verification.md) as figures: which checks pass, and what they measured.
/// </summary>
/// <param name="options">Sizes and margins.</param>
internal sealed class VerificationFigures(VerificationOptions options) : IStudyEvaluation
{
    private const string Constant = "what was asked is constant", Zero = "0 was asked for", Even = "even overlap was asked for";

    private static readonly (StudyFigure Figure, string Missing, Func<SandboxVerification, double> Of)[] All =
    [
        Check("passed", "all checks passed", v => v.Passed),
        Check("tau_passed", "tau passed", v => v.Tau.Passed),
        Check("kappa0_passed", "kappa0 passed", v => v.Kappa0.Passed),
        Check("kappa1_passed", "kappa1 passed", v => v.Kappa1.Passed),
        Check("overlap_passed", "overlap passed", v => v.Overlap.Passed),
        Check("contrast_passed", "the observed contrast passed", v => v.Contrast.Passed),
        Check("association_passed", "association passed", v => v.Association.Passed),
        Check("exchangeability_passed", "exchangeability passed", v => v.Exchangeability.Passed),
        Check("fidelity_passed", "fidelity passed", v => v.Fidelity.Passed),
        Check("truth_passed", "what is recorded as true passed", v => v.Truth.Passed),
        .. Knob("tau", v => v.Tau),
        .. Knob("kappa0", v => v.Kappa0),
        .. Knob("kappa1", v => v.Kappa1),
        Number("overlap_slope", "slope of treatment on the requested log odds", Even, v => v.Overlap.Slope),
        Number("overlap_off", "largest difference of realised from requested log odds in a bin", Even, v =>
            Largest(v.Overlap.Bins.Select(b => b.Delivered - b.Asked))),
        Number("overlap_classifier_slope", "slope of a boosted classifier's log odds on the requested ones", Even, v =>
            v.Overlap.ClassifierSlope),
        Number("overlap_auc", "AUC of a boosted classifier of treatment", string.Empty, v => v.Overlap.Area),
        Number("overlap_auc_requested", "AUC of the requested propensity", string.Empty, v => v.Overlap.RequestedArea),
        Number("overlap_alpha_mean", "mean of alpha over the treated, 1 where met", "no overlap was asked for", v =>
            v.Overlap.Normalisation),
        Number("treated_share", "share of treated", string.Empty, v => v.Overlap.Share),
        Number("contrast_off", "observed contrast off the request", string.Empty, v => v.Contrast.Delivered - v.Contrast.Asked),
        Number("association_off", "largest difference of a correlation from the implied one", "there is no covariate", v =>
            Largest(v.Association.Lines.Select(l => l.Generated - l.Implied))),
        Number("association_excess", "largest difference of a correlation from the implied one, beyond noise", string.Empty, v =>
            v.Association.Largest),
        Number("exchangeability_order_z", "largest |z| of a column with the order of rows", string.Empty, v =>
            v.Exchangeability.OrderStatistic),
        Number("exchangeability_replicate_z", "largest |z| of a column between two draws", string.Empty, v =>
            v.Exchangeability.ReplicateStatistic),
        Number("c2st_covariates", "boosted two-sample score, covariates", string.Empty, v => v.Fidelity.Covariates),
        Number("c2st_all", "boosted two-sample score, all columns", string.Empty, v => v.Fidelity.All),
        Number("c2st_implied", "boosted two-sample score of real rows under the request, all columns", string.Empty, v =>
            v.Fidelity.Implied),
        Number("auc_covariates", "AUC behind the two-sample score of covariates", string.Empty, v => v.Fidelity.CovariatesArea),
        Number("auc_all", "AUC behind that of all columns", string.Empty, v => v.Fidelity.AllArea),
        Number("auc_implied", "AUC behind that of real rows under the request", string.Empty, v => v.Fidelity.ImpliedArea),
        Number("dependence_off", "largest difference of a correlation between covariates from the real one, beyond noise", string.Empty,
            v => v.Fidelity.Dependence.Largest),
    ];

    /// <inheritdoc />
    public IReadOnlyList<StudyFigure> Figures { get; } = [.. All.Select(f => f.Figure)];

    /// <inheritdoc />
    public IReadOnlyList<StudyFigureValue> Measure(IFittedSynthesizer model, CausalData fitted, FitContext context)
    {
        SandboxVerification seen = Verifier.Run((ISandboxModel)model, fitted, options, context);
        return [.. All.Select(f => StudyFigureValue.Of(f.Of(seen), f.Missing))];
    }

    private static (StudyFigure Figure, string Missing, Func<SandboxVerification, double> Of)[] Knob(
        string name, Func<SandboxVerification, KnobCheck> of) =>
    [
        Number(name + "_slope", $"slope of drawn on asked {name}", Constant, v => of(v).Slope),
        Number(name + "_r", $"r of drawn and asked {name}", Constant, v => of(v).Correlation),
        Number(name + "_mae", $"MAE of {name}", string.Empty, v => of(v).MeanAbsoluteError),
        Number(name + "_skill", $"skill of {name}", Zero, v => of(v).Skill),
        Number(name + "_mean_error", $"mean of drawn less asked {name}", string.Empty, v => of(v).Delivered - of(v).Asked),
        Number(name + "_hidden_rmse", $"RMSE of {name} row by row", string.Empty, v => of(v).HiddenError),
    ];

    private static (StudyFigure Figure, string Missing, Func<SandboxVerification, double> Of) Check(string key, string label,
        Func<SandboxVerification, bool> of) =>
        (new StudyFigure(key, label, IsCheck: true), string.Empty, v => of(v) ? 1 : 0);

    private static (StudyFigure Figure, string Missing, Func<SandboxVerification, double> Of) Number(string key, string label,
        string missing, Func<SandboxVerification, double> of) =>
        (new StudyFigure(key, label), missing.Length == 0 ? "it is no number" : missing, of);

    private static double Largest(IEnumerable<double> differences) => differences.Select(Math.Abs).DefaultIfEmpty(double.NaN).Max();
}
