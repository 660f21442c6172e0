using System.Globalization;
using CausalLoom.Catalogue;
using CausalLoom.Data;

namespace CausalLoom.Sandbox.Expressions;

/// <summary>The four knobs as text.</summary>
/// <param name="Tau">τ(x).</param>
/// <param name="Kappa0">κ₀(x).</param>
/// <param name="Kappa1">κ₁(x).</param>
/// <param name="LogAlpha">log α(x), or null: treatment is assigned as in the real data.</param>
public sealed record KnobTexts(string Tau, string Kappa0 = "0", string Kappa1 = "0", string? LogAlpha = null)
{
    /// <summary>Parses all four and binds them to real data; a learner that several name is fitted once.</summary>
    /// <param name="real">The real data.</param>
    /// <param name="context">Where learners take their child streams of, as <see cref="KnobExpression.Bind(CausalData, FitContext)"/>
    /// says.</param>
    /// <param name="catalogues">Where learners are looked up; null: this library's.</param>
    /// <exception cref="CausalLoomException">One of them is wrong; all are parsed before any learner is fitted.</exception>
    public SandboxKnobs Bind(CausalData real, FitContext context, Catalogues? catalogues = null)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(context);
        (KnobExpression tau, KnobExpression kappa0, KnobExpression kappa1, KnobExpression? logAlpha) = Parse();
        KnobFits fits = new(real, context, catalogues ?? Catalogues.Default);
        return new SandboxKnobs(tau.Bind(fits), kappa0.Bind(fits), kappa1.Bind(fits), logAlpha?.Bind(fits));
    }

    /// <summary>Parses all four.</summary>
    /// <exception cref="CausalLoomException">One of them cannot be read or calls a function that there is not; the message points at the
    /// character.</exception>
    internal (KnobExpression Tau, KnobExpression Kappa0, KnobExpression Kappa1, KnobExpression? LogAlpha) Parse() => (
        KnobExpression.Parse(Tau, "‹tau›").Checked(), KnobExpression.Parse(Kappa0, "‹kappa0›").Checked(),
        KnobExpression.Parse(Kappa1, "‹kappa1›").Checked(),
        LogAlpha is null ? null : KnobExpression.Parse(LogAlpha, "‹log-alpha›").Checked());

    /// <summary>
    /// τ and κ times a number, for an outcome of another unit: texts made for standard deviations, times the standard deviation.
    /// </summary>
    public KnobTexts Times(double unit)
    {
        string factor = unit.ToString("R", CultureInfo.InvariantCulture);
        return this with { Tau = Scaled(Tau), Kappa0 = Scaled(Kappa0), Kappa1 = Scaled(Kappa1) };

        string Scaled(string text) => text.Trim() == "0" ? text : $"{factor} * ({text})";
    }
}
