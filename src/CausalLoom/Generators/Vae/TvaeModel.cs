using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Heads;
using CausalLoom.Generators.Margins;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Vae;

/// <summary>A fitted TVAE.</summary>
internal sealed class TvaeModel : ITabularModel
{
    internal TvaeModel(ModeSpecificGroups groups, ModeSpecificEncoder encoder, TvaeSampler sampler, QuantileMap[] maps, IReadOnlyList<TrainingPoint> curve)
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

    internal TvaeSampler Sampler { get; }

    /// <summary>A map for every column with a value; empty where margins are not calibrated.</summary>
    internal QuantileMap[] Maps { get; }

    public Table Sample(int rows, RandomStream stream)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentNullException.ThrowIfNull(stream);
        ModeSpecificRows drawn = Sampler.Draw(rows, stream.Child("rows"));
        double[][] numbers = Encoder.DecodeNumbers(drawn, stream.Child("numbers"));
        HeadCalibration.Apply(Maps, Encoder, Sampler.Layout, drawn, numbers, stream.Child("ties"));
        return Groups.Split(Encoder.Layout.Build(numbers));
    }

    public ModelState Save() => TvaeState.Save(this);
}
