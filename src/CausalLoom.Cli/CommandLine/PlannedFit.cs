using CausalLoom.Data;
using CausalLoom.Methods;
using CausalLoom.Sandbox;
using CausalLoom.Synthesis;

namespace CausalLoom.Cli.CommandLine;

/// <summary>Fits what `synthesize` and `fit` planned.</summary>
public static class PlannedFit
{
    /// <summary>Fits it; a sandbox as `sandbox` does: the same seed gives the same rows.</summary>
    /// <param name="plan">What to fit.</param>
    /// <param name="split">The rows.</param>
    /// <param name="order">The order of the columns it writes.</param>
    /// <param name="context">The run's context.</param>
    /// <param name="say">Is told what a person should know.</param>
    public static IFittedSynthesizer Of(SynthesisPlan plan, HoldoutSplit split, string[] order, FitContext context, Action<string> say)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(say);
        ISynthesizer method = plan.Synthesizer.Writing(order).HoldingOut(split.Holdout);
        if (method is not SandboxSynthesizer sandbox)
        {
            return method.Fit(split.Training, context.Child("fit"));
        }

        SandboxKnobs knobs = sandbox.Knobs(split.Training, context.Child("knobs"));
        SandboxFit fit = SandboxFit.Of(sandbox, knobs, split.Training, pareto: false, context, exact =>
            say(SandboxWords.Price(exact.Gap, split.Training, sandbox.Tilt)));
        SandboxWords.Warnings(fit).ForEach(warning => say("warning: " + warning));
        return fit.Model;
    }

    /// <summary>Says that a sandbox was not verified.</summary>
    /// <param name="plan">What was fitted.</param>
    /// <param name="say">Is told what a person should know.</param>
    public static void SayUnverified(SynthesisPlan plan, Action<string> say)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(say);
        if (plan.Sandbox is not null)
        {
            say("note: nothing was verified. `causalloom sandbox` with the same data, seed and knobs draws the same rows and "
                + "measures what was delivered.");
        }
    }
}
