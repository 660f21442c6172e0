using CausalLoom.Data;
using CausalLoom.Methods;
using CausalLoom.Releases;
using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>Makes the note that goes beside released rows, or beside a model, while the rows are drawn.</summary>
/// <param name="fit">The model and the rows it was fitted to.</param>
internal sealed class Releasing(FitResult fit)
{
    private readonly ReleasePool _pool = new(fit.Split.Training, ReleaseNote.Whom(fit.Split.Training.Levels));

    /// <summary>Refuses methods whose effect is set and not learnt: their rows say nothing about the population's.</summary>
    /// <exception cref="CausalLoomException">It is such a method.</exception>
    public static void Check(SynthesisPlan plan)
    {
        if (!plan.Synthesizer.LearnsEffect)
        {
            throw new CausalLoomException($"‹release› with ‹method {plan.Method}›: the effect of its rows is set, and no interval for the "
                + "population can come from them. Leave out ‹release›, or use ‹method steam› or ‹method hybrid›.");
        }
    }

    /// <summary>Takes note of rows that are released.</summary>
    public void Add(SyntheticData block) => _pool.Released(block);

    /// <summary>The note.</summary>
    public ReleaseNote Note(JobContext context, FitContext seeded)
    {
        context.Begin("measuring the release");
        SynthesisPlan plan = fit.Job.Plan;
        ReleaseNote note = ReleaseNote.Of(fit.Split.Training, fit.Synthesizer, _pool, plan.Propensity, context.Seeded(fit.Job.Seed),
            seeded);
        return note with
        {
            Making = new ReleaseMaking
            {
                Method = plan.Method,
                Parts = Roles.Where(role => plan.Part(role) is not null).ToDictionary(role => role, role => plan.Part(role)!),
                Preset = plan.Preset,
                Settings = plan.SettingsJson(),
                Seed = fit.Job.Seed,

                // Beyond so many rows mechanisms are learnt from a part of them.
                SameRows = fit.Split.Training.Rows <= MechanismRows.Most,
            },
        };
    }

    private static readonly string[] Roles = ["generator", "propensity", "outcome-model", "outcome-noise"];
}
