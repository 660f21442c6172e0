using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Simulators;

namespace CausalLoom.HybridStudy;

/// <summary>A process of the grid: the hybrid papers' with settings, and the number of covariates that are seen.</summary>
/// <param name="Name">Its name in results, which says the settings.</param>
/// <param name="Dimensions">Covariates, noise columns included.</param>
/// <param name="Settings">`name=value` each.</param>
internal sealed record Process(string Name, int Dimensions, params string[] Settings)
{
    /// <summary>Their six-covariate process with noise columns up to that dimension.</summary>
    public static Process Six(int dimensions, params string[] more) => Noisy(6, dimensions, more);

    /// <summary>Their twenty-covariate process with noise columns up to that dimension.</summary>
    public static Process Twenty(int dimensions, params string[] more) => Noisy(20, dimensions, more);

    /// <summary>The simulator.</summary>
    public ISimulator Simulator() => Catalogues.Default.CreateSimulator("hybrid", Settings);

    /// <summary>Rows of it.</summary>
    public CausalData Draw(int rows, FitContext context)
    {
        ISimulator simulator = Simulator();
        return CausalData.From(simulator.Draw(rows, context.Stream).Table, simulator.Treatment, simulator.Outcome);
    }

    private static Process Noisy(int signal, int dimensions, string[] more)
    {
        string name = string.Join(' ', [FormattableString.Invariant($"hybrid-{signal}"), .. more.Select(m => m.Replace('=', '-'))]);
        return new Process(name, dimensions, [FormattableString.Invariant($"dimensions={signal}"),
            FormattableString.Invariant($"noise_columns={dimensions - signal}"), .. more]);
    }
}
