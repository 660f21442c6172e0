using CausalLoom.Catalogue;
using CausalLoom.Generators.Bootstrap;
using CausalLoom.Mechanisms;
using CausalLoom.Models;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Comparison;

/// <summary>A saved <see cref="TunedSource"/>: the plasmode, what it is changed by, and the average effect.</summary>
internal static class TunedState
{
    private const string Models = "plasmode", Average = "average_effect";

    /// <summary>Saves it.</summary>
    public static ModelState Save(FittedSequential fitted, ITuning tuning, double? averageEffect)
    {
        ModelState state = new(tuning.Method);
        state.Put(Models, fitted.Save());
        tuning.Write(state);
        StateReader.Put(state, Average, averageEffect is { } effect ? [effect] : []);
        return state;
    }

    /// <summary>Loads it.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static TunedSource Load(ModelState state, Catalogues catalogues)
    {
        ITuning tuning = state.Kind switch
        {
            RealCauseStyle.Name => RealCauseTuning.Read(state),
            MarginalEffect.Name => MarginalTuning.Read(state),
            Plasmode.Name => new PlasmodeTuning(),
            _ => throw new CausalLoomException($"The model file holds a '{state.Kind}', which is no plasmode. Fit the model again."),
        };
        FittedSequential fitted = FittedSequential.Load(StateReader.Expect(state.Get(Models), SequentialSynthesizer.Name), catalogues);

        // The constants were solved for over the real rows, so these must be what is drawn from.
        double[] average = StateReader.Vector(state, Average);
        bool sound = fitted.Generator is BootstrapModel ? average.Length == 1 && double.IsFinite(average[0]) : average.Length == 0
            && !tuning.Changes;
        return sound ? new TunedSource(fitted, tuning, average.Length == 1 ? average[0] : null) : throw StateReader.Damaged(Average);
    }
}
