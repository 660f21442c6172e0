namespace CausalLoom.Estimation.Average;

/// <summary>Names of estimands and what they mean for weights.</summary>
public static class Estimands
{
    /// <summary>The name on the command line: ate, att, ato.</summary>
    public static string Name(this Estimand estimand) => estimand switch
    {
        Estimand.Ate => "ate",
        Estimand.Att => "att",
        _ => "ato",
    };

    /// <summary>The estimand of that name.</summary>
    /// <exception cref="CausalLoomException">There is none.</exception>
    public static Estimand Parse(string name) => name switch
    {
        "ate" => Estimand.Ate,
        "att" => Estimand.Att,
        "ato" => Estimand.Ato,
        _ => throw new CausalLoomException($"There is no estimand '{name}'. The estimands are: ate, att, ato."),
    };

    /// <summary>
    /// The weight that makes one row of an arm stand for the estimand's population: h/g for treated, h/(1 − g) for control rows.
    /// </summary>
    internal static double Balancing(this Estimand estimand, int arm, double g) => (estimand, arm) switch
    {
        (Estimand.Ate, 1) => 1 / g,
        (Estimand.Ate, _) => 1 / (1 - g),
        (Estimand.Att, 1) => 1,
        (Estimand.Att, _) => g / (1 - g),
        (_, 1) => 1 - g,
        _ => g,
    };

    /// <summary>
    /// The row's share in the estimand's population, with what estimating g costs built in: the unbiased score of h(g) at W, that is
    /// h + h′(g)(W − g): 1 for the ATE, W for the ATT.
    /// </summary>
    internal static double Tilt(this Estimand estimand, int arm, double g) => estimand switch
    {
        Estimand.Ate => 1,
        Estimand.Att => arm,
        _ => (g * (1 - g)) + ((1 - (2 * g)) * (arm - g)),
    };
}
