using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Synthesis;

/// <summary>A fitted synthesizer that can also complete rows of which some cells are known.</summary>
public interface IConditionalSource : IFittedSynthesizer
{
    /// <summary>
    /// Draws whole rows that agree with what is given: known cells are kept, missing cells of given columns are imputed by
    /// observed values, and columns that are not there are drawn.
    /// </summary>
    /// <param name="given">Some of the columns, covariates, treatment and outcome alike.</param>
    /// <param name="stream">Where draws come from; the same stream gives the same rows.</param>
    /// <returns>One row for each given row, with the truth where the method has one.</returns>
    /// <exception cref="CausalLoomException">
    /// The generator cannot draw given some columns, a column or level is unknown, or what is given cannot be conditioned on.
    /// </exception>
    SyntheticData DrawGiven(Table given, RandomStream stream);
}
