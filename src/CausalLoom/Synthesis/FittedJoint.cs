using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Synthesis;

/// <summary>A joint model of all columns.</summary>
public sealed class FittedJoint : IConditionalSource
{
    private readonly ITabularModel _model;
    private readonly TreatmentSpace _space;
    private readonly IReadOnlyList<string> _order;

    internal FittedJoint(ITabularModel model, TreatmentSpace space, IReadOnlyList<string> order)
    {
        _model = model;
        _space = space;
        _order = order;
    }

    /// <inheritdoc />
    public string Method => JointSynthesizer.Name;

    /// <inheritdoc />
    public TreatmentSpace TreatmentSpace => _space;

    /// <inheritdoc />
    public bool HasTruth => false;

    /// <inheritdoc />
    public ITabularModel Generator => _model;

    /// <inheritdoc />
    public IReadOnlyList<TrainingPoint> TrainingCurve => _model.TrainingCurve;

    /// <inheritdoc />
    public SyntheticData Draw(int rows, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Table drawn = _model.Sample(rows, stream.Child("rows"));
        int[] arms = ArmRepair.Repaired(drawn, _space, stream.Child("repair"));
        Table repaired = drawn.Without(_space.Name).With(_space.Column(arms));
        return new SyntheticData(repaired.Select(_order), null);
    }

    /// <inheritdoc />
    public SyntheticData DrawGiven(Table given, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        GivenRows.CheckNames(given, _order);
        Table drawn = GivenRows.Require(_model).Sample(given, stream.Child("rows"));

        // Arms are not repaired as in a free draw: that would change what was given.
        Table all = drawn.Without(_space.Name).With(_space.Column(((DiscreteColumn)drawn[_space.Name]).Codes));
        return new SyntheticData(all.Select(_order), null);
    }

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Method);
        SynthesizerSettings.Write(state, _space, _order);
        state.Put("generator", _model.Save());
        return state;
    }

    /// <summary>Loads a saved model.</summary>
    internal static FittedJoint Load(ModelState state, Catalogues catalogues)
    {
        (TreatmentSpace space, string[] order) = SynthesizerSettings.Read(state);
        return new FittedJoint(catalogues.LoadGenerator(state.Get("generator")), space, order);
    }
}
