using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Generators;
using CausalLoom.Mechanisms;
using CausalLoom.Methods;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.HybridStudy;

/// <summary>What a fitted way of synthesis says the effect is.</summary>
/// <param name="Psi">The average effect of the law that is drawn from.</param>
/// <param name="PsiSe">Its Monte-Carlo standard error.</param>
/// <param name="Target">The doubly robust estimate on the fitted rows; `hybrid` only.</param>
/// <param name="CovariateTerm">What the generator adds to it; `hybrid` only.</param>
/// <param name="Before">What the outcome models had missed it by, before they were moved; `hybrid` only.</param>
/// <param name="Cpu">CPU seconds of fit and measurement.</param>
internal sealed record EffectRun(double Psi, double PsiSe, double? Target, double? CovariateTerm, double? Before, double Cpu)
{
    /// <summary>Rows that an exact effect is averaged over.</summary>
    public const int PoolRows = 20_000;

    /// <summary>Rows that a joint model's effect is estimated from.</summary>
    public const int JointRows = 10_000;

    /// <summary>Fits one way of synthesis and measures it.</summary>
    /// <param name="way">`joint`, `joint untargeted`, `steam`, `steam stack`, `hybrid`, or `fresh rows` of the process in place of a
    /// model's.</param>
    public static EffectRun Of(string way, string generator, CausalData data, Process process, FitContext context)
    {
        TimeSpan start = Now();
        if (way == "fresh rows")
        {
            (double fresh, double freshSe) = Estimated(process.Draw(JointRows, context.Child("fresh")), context);
            return new EffectRun(fresh, freshSe, null, null, null, (Now() - start).TotalSeconds);
        }

        IFittedSynthesizer fitted = Synthesizer(way, generator).Fit(data, context);
        HybridReport? report = (fitted as FittedHybrid)?.Report;
        (double psi, double se) = fitted.HasTruth ? Exact(fitted, context.Child("pool").Stream)
            : Estimated(data.Like(fitted.Draw(JointRows, context.Child("pool").Stream).Table), context);
        return new EffectRun(psi, se, report?.Target.Estimate, report?.CovariateTerm?.Estimate, report?.ContrastTermBefore,
            (Now() - start).TotalSeconds);
    }

    private static ISynthesizer Synthesizer(string way, string generator) => way switch
    {
        "joint untargeted" => new JointSynthesizer { Generator = new Untargeted(Catalogues.Default.Generators.Create(generator)) },
        "steam stack" => new SequentialSynthesizer
            { Generator = Catalogues.Default.Generators.Create(generator), OutcomeModel = new StackedOutcome() },
        _ => SynthesisPlan.Of(new SynthesisRequest { Method = way, Options = [("generator", generator)] }).Synthesizer,
    };

    private static (double Psi, double Se) Exact(IFittedSynthesizer fitted, RandomStream stream)
    {
        double[] effects = fitted.Draw(PoolRows, stream).Truth!.Cate();
        double mean = effects.Average();
        return (mean, Math.Sqrt(effects.Sum(v => (v - mean) * (v - mean)) / (effects.Length - 1.0) / effects.Length));
    }

    // A joint model's law is known by its rows alone: cross-fitted AIPW with stacks on very many of them.
    private static (double Psi, double Se) Estimated(CausalData drawn, FitContext context)
    {
        AverageEffectOptions options = new() { Estimators = ["aipw"] };
        AverageEffect effect = AverageEffects.Estimate(drawn, options, context.Child("aipw")).Effects[0];
        return (effect.Estimate, effect.Se);
    }

    private static TimeSpan Now() => System.Diagnostics.Process.GetCurrentProcess().TotalProcessorTime;
}
