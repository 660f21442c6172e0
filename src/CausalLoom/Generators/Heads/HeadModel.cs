using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Margins;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Heads;

/// <summary>
/// A fitted network with value and category heads: draws coded rows, decodes them, calibrates margins, parts merged columns.
/// </summary>
/// <typeparam name="TSampler">What draws coded rows.</typeparam>
internal abstract class HeadModel<TSampler> : ITabularModel
    where TSampler : IHeadSampler
{
    private protected HeadModel(ModeSpecificGroups groups, ModeSpecificEncoder encoder, TSampler sampler, QuantileMap[] maps,
        IReadOnlyList<TrainingPoint> curve)
    {
        Groups = groups;
        Encoder = encoder;
        Sampler = sampler;
        Maps = maps;
        TrainingCurve = curve;
    }

    public IReadOnlyList<TrainingPoint> TrainingCurve { get; }

    /// <summary>The columns that are learned together.</summary>
    internal ModeSpecificGroups Groups { get; }

    /// <summary>The code of the merged table's columns.</summary>
    internal ModeSpecificEncoder Encoder { get; }

    internal TSampler Sampler { get; }

    /// <summary>A map for every column with a value; empty where margins are not calibrated.</summary>
    internal QuantileMap[] Maps { get; }

    public Table Sample(int rows, RandomStream stream)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentNullException.ThrowIfNull(stream);
        return Decode(Sampler.Draw(rows, stream.Child("rows")), stream);
    }

    public abstract ModelState Save();

    /// <summary>The table that drawn rows stand for, its margins calibrated.</summary>
    private protected Table Decode(ModeSpecificRows drawn, RandomStream stream)
    {
        double[][] numbers = Encoder.DecodeNumbers(drawn, stream.Child("numbers"));
        HeadCalibration.Apply(Maps, Encoder, Sampler.Layout, drawn, numbers, stream.Child("ties"));
        return Groups.Split(Encoder.Layout.Build(numbers));
    }
}
