using CausalLoom.Data;
using CausalLoom.Io;

namespace CausalLoom.Mechanisms;

/// <summary>Data of two arms, for what is about two arms alone: it takes this type, and so cannot be given more.</summary>
public sealed class TwoArms
{
    private TwoArms(CausalData data) => Data = data;

    /// <summary>The data.</summary>
    public CausalData Data { get; }

    /// <summary>The data as data of two arms.</summary>
    /// <param name="data">The data.</param>
    /// <param name="what">What needs two arms, such as "The sandbox".</param>
    /// <exception cref="CausalLoomException">There are more.</exception>
    public static TwoArms Of(CausalData data, string what)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.Levels == 2 ? new TwoArms(data) : throw new CausalLoomException($"{what} is for two arms, and the treatment "
            + $"{CellText.Show(data.TreatmentSpace.Name)} has {data.Levels} levels ({CellText.List([.. data.TreatmentSpace.Levels])}): "
            + $"keep the rows of two of them.");
    }

    /// <summary>A propensity model as one of two arms.</summary>
    /// <exception cref="CausalLoomException">It is not.</exception>
    internal static IBinaryPropensityModel Propensity(IPropensityModel model) => model as IBinaryPropensityModel
        ?? throw new CausalLoomException($"The model file holds a propensity of {model.Levels} levels where one of two belongs.");
}
