using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators;

/// <summary>A fitted generator that can also draw some columns given others: X given T, imputation, conditional sampling.</summary>
public interface IConditionalModel : ITabularModel
{
    /// <summary>
    /// Draws whole rows that agree with what is given, from the model's conditional law and without rejection.
    /// </summary>
    /// <param name="given">
    /// Some of the model's columns, in any order, of the model's types and levels. An observed cell is kept as it is; a
    /// missing cell is unknown and is imputed by an observed value; a column that is not there is drawn, missing values
    /// included.
    /// </param>
    /// <param name="stream">Where the draws come from; the same stream gives the same rows.</param>
    /// <returns>One row for each given row, with all of the model's columns in the model's order.</returns>
    /// <exception cref="CausalLoomException">A column is unknown to the model, of another type, or has an unknown level.</exception>
    Table Sample(Table given, RandomStream stream);
}
