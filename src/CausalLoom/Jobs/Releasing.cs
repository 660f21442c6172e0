using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;
using CausalLoom.Methods;
using CausalLoom.Releases;
using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>Makes the note that goes beside released rows, or beside a model, while the rows are drawn.</summary>
/// <param name="real">The rows that were fitted to.</param>
/// <param name="plan">How models are made.</param>
/// <param name="nuisance">The name of the nuisances of estimates from the real rows.</param>
/// <param name="catalogues">Where names are looked up.</param>
/// <param name="copies">How many models there are.</param>
internal sealed class Releasing(CausalData real, SynthesisPlan plan, string nuisance, Catalogues catalogues, int copies = 1)
{
    private readonly List<ModelMeans> _models = [];
    private ReleasePool _pool = new(real, ReleaseNote.Whom(real.Levels));
    private int? _released;

    /// <summary>Refuses methods whose effect is set and not learnt: their rows say nothing about the population's.</summary>
    /// <exception cref="CausalLoomException">It is such a method, or there are no such nuisances.</exception>
    public static void Check(SynthesisPlan plan, string nuisance, Catalogues catalogues)
    {
        if (!plan.Synthesizer.LearnsEffect)
        {
            throw new CausalLoomException($"‹release› with ‹method {plan.Method}›: the effect of its rows is set, and no interval for the "
                + "population can come from them. Leave out ‹release›, or use ‹method steam› or ‹method hybrid›.");
        }

        _ = catalogues.CreateNuisances(nuisance);
    }

    /// <summary>Takes note of rows that are released.</summary>
    public void Add(SyntheticData block) => _pool.Released(block);

    /// <summary>Measures the model that the rows so far are of: those of a further copy may follow.</summary>
    public void Done(IFittedSynthesizer model, FitContext context)
    {
        _released = _pool.HasReleased ? _pool.Rows : null;
        _models.Add(ModelMeans.Measured(model, _pool, copies, Nuisances, context));
        _pool = new ReleasePool(real, ReleaseNote.Whom(real.Levels));
    }

    /// <summary>The note, once all models are measured.</summary>
    /// <param name="asEstimated">The context of an estimate from the real rows.</param>
    public ReleaseNote Note(FitContext asEstimated) => ReleaseNote.Of(real, _models, _released, Nuisances, asEstimated) with
    {
        Nuisance = nuisance,
        KnownPropensity = Assigned is null ? null : plan.Part("propensity"),
    };

    /// <summary>The note, with how the rows were made.</summary>
    public ReleaseNote Note(JobContext context, long seed)
    {
        context.Begin("measuring the release");
        return Note(context.Seeded(seed)) with
        {
            Making = new ReleaseMaking
            {
                Method = plan.Method,
                Parts = Roles.Where(role => plan.Part(role) is not null).ToDictionary(role => role, role => plan.Part(role)!),
                Preset = plan.Preset,
                Settings = plan.SettingsJson(),
                Seed = seed,

                // Beyond so many rows mechanisms are learnt from a part of them.
                SameRows = real.Rows <= MechanismRows.Most,
            },
        };
    }

    private static readonly string[] Roles = ["generator", "propensity", "outcome-model", "outcome-noise"];

    // Treatment that is assigned as the method says is not learnt from the rows either.
    private IPropensityLearner? Assigned =>
        plan.Propensity is { Assignment: AssignmentKind.Known or AssignmentKind.Randomized } assigned ? assigned : null;

    private NuisanceOptions Nuisances => catalogues.CreateNuisances(nuisance) is var named && Assigned is { } assigned
        ? named with { Propensity = assigned } : named;
}
