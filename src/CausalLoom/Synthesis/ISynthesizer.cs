using CausalLoom.Data;
using CausalLoom.Rules;

namespace CausalLoom.Synthesis;

/// <summary>A way to learn a whole causal data set: covariates, treatment and outcome. A record whose properties are its options.</summary>
public interface ISynthesizer
{
    /// <summary>The name on the command line, such as "steam".</summary>
    string Method { get; }

    /// <summary>What it is made of, as results state it: what each part is, such as "generator", and its name.</summary>
    IReadOnlyList<(string Role, string Name)> Parts => [];

    /// <summary>Whether what it fits has a truth.</summary>
    bool GivesTruth => true;

    /// <summary>Whether the effect of its rows is learnt from the real ones and not set.</summary>
    bool LearnsEffect => true;

    /// <summary>Whether it cannot do without rows that are kept out of the fit.</summary>
    bool NeedsHoldout => false;

    /// <summary>Whether it is for treatments of two arms alone.</summary>
    bool ForTwoArms => false;

    /// <summary>Options that have no meaning beside another, and that other: they are refused where a user names them.</summary>
    (string Beside, IReadOnlyList<string> Options) Idle => (string.Empty, []);

    /// <summary>Says what is wrong with the options, before any data are read.</summary>
    /// <exception cref="CausalLoomException">Something is out of range, missing, or does not go with another.</exception>
    void Check()
    {
    }

    /// <summary>The same for columns written in a given order; null: covariates, treatment, outcome.</summary>
    ISynthesizer Writing(IReadOnlyList<string>? columns) => this;

    /// <summary>The same beside rows that are kept out of the fit, for methods that look at them.</summary>
    ISynthesizer HoldingOut(CausalData? holdout) => this;

    /// <summary>The same for rows that keep rules; null: those found in the data. Where the method has none of its own, itself.</summary>
    ISynthesizer Keeping(IReadOnlyList<Rule>? rules) => this;

    /// <summary>Learns from real data.</summary>
    /// <exception cref="CausalLoomException">The data cannot be learned from; the message says why.</exception>
    IFittedSynthesizer Fit(CausalData data, FitContext context);
}
