using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox;
using CausalLoom.Simulators;
using CausalLoom.Synthesis;

namespace CausalLoom.Studies;

/// <summary>A data source of a study, opened: what replicates are drawn from, and the truth it knows. Safe for several threads.</summary>
public sealed class StudySource
{
    private const int TruthBlock = 8192;
    private readonly ICausalSource? _source;
    private readonly LoadedData? _file;
    private readonly bool _replace;
    private readonly string _treatment, _outcome;
    private readonly double? _exact;
    private readonly IReadOnlyDictionary<Estimand, double> _given;

    private StudySource(StudySourceSpec spec, ICausalSource? source, LoadedData? file, string treatment, string outcome, double? exact)
    {
        (Name, _source, _file, _treatment, _outcome, _exact) = (spec.Name, source, file, treatment, outcome, exact);
        (_replace, _given) = (spec.Replace, spec.Truth);
    }

    /// <summary>Its name in results.</summary>
    public string Name { get; }

    /// <summary>Opens a source: reads its files, and fits a plasmode's mechanisms.</summary>
    /// <param name="spec">The source.</param>
    /// <param name="folder">Where its files are found.</param>
    /// <param name="context">Where a plasmode's fit gets its stream and threads.</param>
    /// <exception cref="CausalLoomException">A file cannot be used.</exception>
    public static StudySource Open(StudySourceSpec spec, string folder, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(context);
        string path = Path.Combine(folder, spec.Target);
        switch (spec.Kind)
        {
            case StudySourceKind.Simulator:
                ISimulator simulator = SimulatorRegistry.Create(spec.Target, spec.Settings);
                return new StudySource(spec, simulator, null, simulator.Treatment, simulator.Outcome, simulator.AverageEffect);
            case StudySourceKind.Model:
                (IFittedSynthesizer model, string outcome) = ReadModel(path);
                return new StudySource(spec, model, null, model.TreatmentSpace.Name, outcome, null);
            case StudySourceKind.Bootstrap:
                LoadedData rows = Load(spec, path, folder, context);
                return new StudySource(spec, null, rows, rows.Data.TreatmentSpace.Name, rows.Data.OutcomeColumn.Name, null);
            default:
                LoadedData real = Load(spec, path, folder, context);
                ISynthesizer plasmode = SynthesizerFactory.Create(SynthesizerFactory.Resolve(spec.Mechanisms));
                IFittedSynthesizer fitted = plasmode.Fit(real.Data, context.Child("study fit").Child(spec.Name));
                return new StudySource(spec, fitted, null, real.Data.TreatmentSpace.Name, real.Data.OutcomeColumn.Name, null);
        }
    }

    /// <summary>Draws the data of a replicate.</summary>
    /// <exception cref="CausalLoomException">The draw cannot be analysed, as where it has one arm only.</exception>
    public StudyDraw Draw(int rows, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return _file is null ? new StudyDraw(Split(_source!.Draw(rows, stream).Table), null) : Resample(rows, stream);
    }

    /// <summary>
    /// The effect that estimates are held against: as the study states it; exact where the source knows it; else averaged over rows drawn
    /// from the source with their truth, E[h τ]/E[h].
    /// </summary>
    /// <param name="estimand">Whose effect.</param>
    /// <param name="rows">How many rows to average over.</param>
    /// <param name="stream">Where they come from.</param>
    /// <param name="cancellation">Observed every few thousand rows.</param>
    /// <returns>The effect and its Monte-Carlo standard error; NaN where nobody knows it.</returns>
    public (double Value, double Se) Truth(Estimand estimand, int rows, RandomStream stream, CancellationToken cancellation = default)
    {
        if (_given.TryGetValue(estimand, out double given))
        {
            return (given, 0);
        }

        return estimand == Estimand.Ate && _exact is { } exact ? (exact, 0)
            : _source is null or IFittedSynthesizer { HasTruth: false } ? (double.NaN, double.NaN)
            : Average(estimand, rows, stream, cancellation);
    }

    private (double Value, double Se) Average(Estimand estimand, int rows, RandomStream stream, CancellationToken cancellation)
    {
        double weight = 0, sum = 0, w2 = 0, w2t = 0, w2t2 = 0;
        foreach (SyntheticData block in DrawnBlocks.Of(_source!, rows, stream, TruthBlock))
        {
            cancellation.ThrowIfCancellationRequested();
            Truth truth = block.Truth!;
            double[] cate = truth.Cate();
            for (int i = 0; i < cate.Length; i++)
            {
                double g = truth.Propensity[1][i], t = cate[i];
                double h = estimand switch { Estimand.Ate => 1, Estimand.Att => g, _ => g * (1 - g) };
                weight += h;
                sum += h * t;
                w2 += h * h;
                w2t += h * h * t;
                w2t2 += h * h * t * t;
            }
        }

        // The delta method for a ratio of means.
        double value = sum / weight;
        return (value, Math.Sqrt(Math.Max(0, w2t2 - (2 * value * w2t) + (value * value * w2))) / weight);
    }

    private StudyDraw Resample(int rows, RandomStream stream)
    {
        int[] chosen = new int[rows];
        int all = _file!.Data.Rows;
        if (_replace)
        {
            for (int i = 0; i < rows; i++)
            {
                chosen[i] = stream.NextInt(all);
            }
        }
        else
        {
            int[] order = rows <= all ? [.. Enumerable.Range(0, all)] : throw new CausalLoomException(FormattableString.Invariant($"Source '{Name}' has {all} rows: {rows} cannot be drawn without replacement."));
            stream.Shuffle<int>(order);
            Array.Copy(order, chosen, rows);
        }

        return new StudyDraw(_file.Data.Take(chosen), _replace ? chosen : null);
    }

    // What sources write needs no second look by CausalDataBuilder, which reads levels as text; whatever is unusual gets it.
    private CausalData Split(Table table)
    {
        Column outcome = table[_outcome];
        bool plain = table[_treatment] is BinaryColumn { Levels.Length: 2, MissingCount: 0 } && outcome is ContinuousColumn or BinaryColumn { Levels.Length: 2 } && outcome.MissingCount == 0;
        if (!plain)
        {
            return CausalData.From(table, _treatment, _outcome);
        }

        BinaryColumn arms = (BinaryColumn)table[_treatment];
        double[] values = outcome is BinaryColumn binary ? Array.ConvertAll(binary.Codes, code => (double)code) : ((ContinuousColumn)outcome).Values;
        int treated = arms.Codes.Sum();
        Table covariates = table.Without(_treatment, _outcome);
        bool usable = treated >= 2 && arms.Count - treated >= 2 && Array.TrueForAll(values, double.IsFinite) && covariates.Columns.All(c => c.MissingCount < c.Count);
        return usable ? new CausalData(covariates, new TreatmentSpace(_treatment, arms.Levels), arms.Codes, outcome, values) : CausalData.From(table, _treatment, _outcome);
    }

    private static LoadedData Load(StudySourceSpec spec, string path, string folder, FitContext context)
    {
        string? schema = spec.Roles.SchemaPath is { } name ? Path.Combine(folder, name) : null;
        return DataLoader.Load(path, spec.Roles with { SchemaPath = schema, Cancellation = context.Cancellation });
    }

    private static (IFittedSynthesizer Model, string Outcome) ReadModel(string path)
    {
        LoomFile file = LoomArchive.Read(path);
        string? yaml = (string?)file.Manifest["schema"];
        string? outcome = yaml is not null && Schema.Parse(yaml, path).WithRole(ColumnRole.Outcome) is [var name, ..] ? name : null;
        return (SavedSource.Load(file.State), outcome ?? throw new CausalLoomException($"{path} does not say which column is the outcome. Fit the model again."));
    }
}
