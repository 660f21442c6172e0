using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Io;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Comparison;

/// <summary>
/// From the names a user gave to a synthesizer: `plasmode`, `realcause` and `marginal` here, all others by
/// <see cref="SynthesizerFactory"/>.
/// A sandbox has a request of its own (<see cref="SandboxFactory"/>).
/// </summary>
public static class ComparisonFactory
{
    /// <summary>What these methods take where nothing is said: cross-fitted, stacked models of both mechanisms.</summary>
    public static SynthesisRequest Defaults { get; } = new(Plasmode.Name, "bootstrap", "stack", "stack", "residual");

    /// <summary>The methods that are made here.</summary>
    public static IReadOnlyList<string> Methods { get; } = [Plasmode.Name, RealCauseStyle.Name, MarginalEffect.Name];

    /// <summary>All methods that data can be synthesized by.</summary>
    public static IReadOnlyList<string> AllMethods { get; } = [.. SynthesizerFactory.Methods, ExactSandbox.Name, .. Methods];

    /// <summary>The request with every open choice filled in.</summary>
    /// <exception cref="CausalLoomException">A name is unknown, a knob out of range, or something has no meaning for the
    /// method.</exception>
    public static SynthesisRequest Resolve(SynthesisRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Method is not { } method || SynthesizerFactory.Methods.Contains(method))
        {
            return SynthesizerFactory.Resolve(request);
        }

        if (!Methods.Contains(method))
        {
            throw new CausalLoomException($"There is no method '{method}'.{Suggestion.For(method, AllMethods)} There are: "
                + $"{string.Join(", ", AllMethods)}.");
        }

        RefuseOthers(request);
        Knobs(request).Check();
        SynthesisRequest resolved = SynthesizerFactory.Resolve(new SynthesisRequest(
            SequentialSynthesizer.Name,
            request.Generator ?? Defaults.Generator,
            request.Propensity ?? Defaults.Propensity,
            request.OutcomeModel ?? Defaults.OutcomeModel,
            request.Noise ?? Defaults.Noise,
            Settings: request.Settings,
            Calibration: request.Calibration));
        return resolved with
        {
            Method = method,
            OverlapScale = request.OverlapScale,
            EffectScale = request.EffectScale,
            Heterogeneity = request.Heterogeneity,
            AverageEffect = request.AverageEffect,
        };
    }

    /// <summary>Checks a request before any work is done.</summary>
    /// <param name="request">What the user asked for.</param>
    /// <param name="wantsTruth">Whether a truth file is asked for.</param>
    /// <returns>The resolved request.</returns>
    /// <exception cref="CausalLoomException">As <see cref="Resolve"/>, or a joint model is asked for a truth.</exception>
    public static SynthesisRequest Check(SynthesisRequest request, bool wantsTruth)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Method is { } method && !SynthesizerFactory.Methods.Contains(method) ? Resolve(request)
            : SynthesizerFactory.Check(request, wantsTruth);
    }

    /// <summary>The synthesizer of a resolved request.</summary>
    /// <param name="resolved">What <see cref="Resolve"/> gave.</param>
    /// <param name="columnOrder">The order of the columns it writes, or null.</param>
    /// <param name="holdout">Rows kept out of the fit, which `hybrid` measures distances against; or null.</param>
    public static ISynthesizer Create(SynthesisRequest resolved, IReadOnlyList<string>? columnOrder = null, CausalData? holdout = null)
    {
        ArgumentNullException.ThrowIfNull(resolved);
        if (!Methods.Contains(resolved.Method))
        {
            return SynthesizerFactory.Create(resolved, columnOrder, holdout);
        }

        SequentialSynthesizer parts = (SequentialSynthesizer)SynthesizerFactory.Create(
            resolved with { Method = SequentialSynthesizer.Name }, columnOrder);
        Plasmode models = new(parts.Propensity, parts.Outcome, parts.Noise, parts.ColumnOrder) { Generator = parts.Generator };
        return resolved.Method switch
        {
            RealCauseStyle.Name => new RealCauseStyle(models, Knobs(resolved)),
            MarginalEffect.Name => new MarginalEffect(models, resolved.AverageEffect!.Value),
            _ => models,
        };
    }

    private static RealCauseKnobs Knobs(SynthesisRequest request) => new()
    {
        Overlap = request.OverlapScale ?? 1,
        EffectScale = request.EffectScale ?? 1,
        Heterogeneity = request.Heterogeneity ?? 1,
    };

    private static void RefuseOthers(SynthesisRequest request)
    {
        string method = request.Method!;
        SynthesizerFactory.Refuse("preset", request.Preset, method);
        SynthesizerFactory.Refuse("dcr-filter", request.DcrFilter ? string.Empty : null, method);
        SynthesizerFactory.Refuse("dcr-quantile", Text(request.DcrQuantile), method);
        SynthesizerFactory.Refuse("generator", method == Plasmode.Name || request.Generator == Defaults.Generator ? null
            : request.Generator, method);
        foreach ((string option, double? value) in request.Knobs)
        {
            bool own = option == "average-effect" ? method == MarginalEffect.Name : method == RealCauseStyle.Name;
            SynthesizerFactory.Refuse(option, own ? null : Text(value), method);
        }

        if (method == MarginalEffect.Name && request.AverageEffect is null)
        {
            throw new CausalLoomException($"‹method {method}› needs ‹average-effect X›: what E[Y(1) − Y(0)] is to "
                + $"be, in units of the outcome.");
        }

        if (request.AverageEffect is { } target && !double.IsFinite(target))
        {
            throw new CausalLoomException($"‹average-effect {Text(target)}› is not a finite number.");
        }
    }

    private static string? Text(double? value) => value?.ToString(CultureInfo.InvariantCulture);
}
