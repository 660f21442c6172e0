using CausalLoom.Models;

namespace CausalLoom.Mechanisms.Basis;

/// <summary>Reads saved bases.</summary>
internal static class BasisStates
{
    /// <summary>The basis of a state, over that many encoded covariates.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    internal static ICovariateBasis Load(ModelState state, int width) => state.Kind switch
    {
        SplineBasis.Kind => SplineBasis.Load(state, width),
        ProductBasis.Kind => ProductBasis.Load(state, width),
        _ => throw StateReader.Damaged("basis"),
    };

    /// <summary>Saved column numbers below a width.</summary>
    internal static int[] Columns(ModelState state, string key, int width)
    {
        double[] saved = StateReader.Vector(state, key);
        return Array.TrueForAll(saved, j => j >= 0 && j < width && j == Math.Floor(j)) ? Array.ConvertAll(saved, j => (int)j)
            : throw StateReader.Damaged(key);
    }
}
