using CausalLoom.Data;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Comparison;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Synthesis;

namespace CausalLoom.Cli.CommandLine;

/// <summary>What `synthesize` and `fit` are to fit, resolved and checked before data are read.</summary>
/// <param name="Request">The method and its parts, as results state them.</param>
/// <param name="Sandbox">The sandbox, where the method is one; or null.</param>
public sealed record SynthesisPlan(SynthesisRequest Request, SandboxRequest? Sandbox)
{
    /// <summary>The plan of a sandbox.</summary>
    public static SynthesisPlan Of(SandboxRequest sandbox)
    {
        ArgumentNullException.ThrowIfNull(sandbox);
        bool exact = sandbox.Mode == SandboxRequest.Exact;
        string generator = exact ? sandbox.Generator ?? SynthesizerFactory.Defaults.Generator! : "causalmix";
        return new SynthesisPlan(new SynthesisRequest(ExactSandbox.Name, generator, Noise: exact ? sandbox.Noise : null,
            Preset: sandbox.Preset, Settings: sandbox.Settings), sandbox);
    }

    /// <summary>Fits it, as `sandbox` does where it is one: the same seed gives the same rows.</summary>
    /// <param name="split">The rows.</param>
    /// <param name="order">The order of the columns it writes.</param>
    /// <param name="context">The run's context.</param>
    /// <param name="say">Is told what a person should know.</param>
    public IFittedSynthesizer Fit(HoldoutSplit split, string[] order, FitContext context, Action<string> say)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(say);
        if (Sandbox is null)
        {
            return ComparisonFactory.Create(Request, order, split.Holdout).Fit(split.Training, context.Child("fit"));
        }

        SandboxKnobs knobs = SandboxFactory.Knobs(Sandbox, split.Training, context.Child("knobs"), "--");
        SandboxFit fit = SandboxFit.Of(Sandbox, knobs, split.Training, order, pareto: false, context, plan =>
            say(SandboxWords.Price(plan.Gap, split.Training, Sandbox.Tilt)));
        SandboxWords.Warnings(fit).ForEach(warning => say("warning: " + warning));
        return fit.Model;
    }

    /// <summary>Says that a sandbox was not verified.</summary>
    /// <param name="say">Is told what a person should know.</param>
    public void SayUnverified(Action<string> say)
    {
        ArgumentNullException.ThrowIfNull(say);
        if (Sandbox is not null)
        {
            say("note: nothing was verified. `causalloom sandbox` with the same data, seed and knobs draws the same rows and "
                + "measures what was delivered.");
        }
    }
}
