using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators;

/// <summary>A fitted generator.</summary>
public interface ITabularModel
{
    /// <summary>
    /// Draws rows with the columns, types, levels, ranges and decimals of the table it was fitted to, without rejection.
    /// The same stream gives the same rows.
    /// </summary>
    Table Sample(int rows, RandomStream stream);

    /// <summary>How training went, oldest first; empty for a generator that does not train.</summary>
    IReadOnlyList<TrainingPoint> TrainingCurve { get; }

    /// <summary>All that <see cref="GeneratorCatalogue"/> needs to load it again.</summary>
    ModelState Save();
}
