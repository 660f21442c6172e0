using CausalLoom.Io;
using CausalLoom.Sandbox.Expressions;

namespace CausalLoom.Sandbox.Scenarios;

/// <summary>
/// The five scenarios of the CausalMix paper (arXiv 2603.03587) with their coefficients, on the toy's columns and on those of two
/// public studies; the paper's own data are private. docs/sandbox-knobs.md has the table.
/// </summary>
public static class SandboxScenarios
{
    private static readonly ScenarioData Toy = new("toy", "T", "Y",
    [
        new("cvd", "X_bin", "the binary column"),
        new("age_z", "scale(X_uniform)", "the symmetric numeric column"),
        new("Charlson_z", "scale(X_exp)", "the skewed numeric column, as a count of diseases is"),
        new("dementia", "(X_cat == \"C\")", "the rarest level, one in five"),
        new("Abi_prev", "(X_cat == \"B\")", "a half-and-half split"),
    ]);

    private static readonly ScenarioData Actg175 = new("actg175", "treat", "cens",
    [
        new("cvd", "symptom", "symptomatic HIV infection at baseline: the binary comorbidity, one in six"),
        new("age_z", "scale(age)", "age"),
        new("Charlson_z", "scale(100 - karnof)", "points lost on Karnofsky's score: more is sicker, as with Charlson's"),
        new("dementia", "hemo", "haemophilia: a rarer binary comorbidity, one in twelve"),
        new("Abi_prev", "z30", "zidovudine in the 30 days before: earlier use of a trial drug"),
    ]);

    private static readonly ScenarioData Nhefs = new("nhefs", "qsmk", "death",
    [
        new("cvd", "(hbp == 1)", "high blood pressure ever diagnosed (2 means missing there): the cardiovascular comorbidity"),
        new("age_z", "scale(age)", "age"),
        new("Charlson_z", "scale(bronch + hf + pepticulcer + hepatitis + tumor + (diabetes == 1))",
            "a count of the diseases recorded that Charlson's index counts"),
        new("dementia", "nervousbreak", "nervous breakdown: a rare diagnosis of the mind"),
        new("Abi_prev", "sex", "no earlier treatment is recorded; women (1), who quit less often, take its place"),
    ]);

    /// <summary>All, in the order of the documentation.</summary>
    public static IReadOnlyList<SandboxScenario> All { get; } =
    [
        .. new[] { Toy, Actg175, Nhefs }.SelectMany(Paper),
        new("toy-notebook", "the request of the CausalMix example notebook: tau .1, no confounding, X_bin over-represented among controls",
            Toy, new KnobTexts(".1", LogAlpha: "X_bin")),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(scenario => scenario.Name)];

    /// <summary>The scenario of that name.</summary>
    /// <exception cref="CausalLoomException">There is none.</exception>
    public static SandboxScenario Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return All.FirstOrDefault(scenario => scenario.Name == name)
            ?? throw new CausalLoomException($"There is no scenario {CellText.Show(name)}.{Suggestion.For(name, Names)} The scenarios are: "
                + $"{string.Join(", ", Names)}.");
    }

    private static SandboxScenario[] Paper(ScenarioData data)
    {
        (string cvd, string age, string charlson) = (data["cvd"], data["age_z"], data["Charlson_z"]);
        string linear = $".05 + .015*{cvd} + .01*{age} + .01*{charlson}";
        string bounded = $".02 + .05*tanh(.4*{cvd} + .2*{age} + .2*{charlson} + .4*{data["dementia"]})";

        // The paper's function of the observed arm t is .05 − .01(2t − 1) tanh(…). Its gap of a treated unit is one of Y(0) and its gap of
        // a control is one of Y(1), so κ₀ takes the function at t = 1 and κ₁ at t = 0.
        string tilt = $".01*tanh(.5*{charlson} + .6*{cvd} + .2*{age})";
        return
        [
            new(data.Name + "-s1", "one effect for all, no confounding, even overlap", data, new KnobTexts(".1", "0", "0", "0")),
            new(data.Name + "-s2", "linear effect, constant confounding, even overlap (a constant log alpha is normalised away)", data,
                new KnobTexts(linear, ".02", ".02", "1")),
            new(data.Name + "-s3", "bounded nonlinear effect, confounding that differs by arm, poor overlap", data,
                new KnobTexts(bounded, ".05 - " + tilt, ".05 + " + tilt, $"2*(2*{data["Abi_prev"]} - 1)")),
            new(data.Name + "-s4", "the effect of s2 without confounding", data, new KnobTexts(linear, "0", "0", "1")),
            new(data.Name + "-s5", "an effect that differs by one binary column; the paper gives no coefficients, these are ours", data,
                new KnobTexts($".02 + .15*{cvd}", "0", "0", "1")),
        ];
    }
}
