using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;
using CausalLoom.Methods;
using CausalLoom.Simulators;
using CausalLoom.Studies.Evaluations;
using CausalLoom.Synthesis;

namespace CausalLoom.Studies;

/// <summary>A data source of a study, opened: what replicates are drawn from, and the truth it knows. Safe for several threads.</summary>
public sealed class StudySource
{
    private readonly ICausalSource? _source;
    private readonly LoadedData? _file;
    private ReadFacts? _read;
    private readonly bool _replace;
    private readonly string _treatment, _outcome;
    private readonly IReadOnlyList<double>? _exact;
    private readonly IReadOnlyDictionary<StudyTarget, double> _given;
    private readonly StudySourceFits? _fits;
    private readonly StudySourceOrigin? _origin;

    // The rows of each cluster; null where rows are drawn one by one.
    private readonly int[][]? _members;

    private StudySource(StudySourceSpec spec, ICausalSource? source, LoadedData? file, TreatmentSpace treatment, string outcome,
        IReadOnlyList<double>? exact = null)
    {
        (Name, _source, _file, _treatment, _outcome, _exact) = (spec.Name, source, file, treatment.Name, outcome, exact);
        Levels = treatment.Levels;
        (_replace, _given) = (spec.Replace, spec.Truth);
        _members = file?.Data.Clusters is not { } clusters ? null
            : [.. Enumerable.Range(0, clusters.Count).GroupBy(i => clusters[i]).Select(rows => rows.ToArray())];
    }

    private StudySource(StudySourceSpec spec, StudySource origin, RandomStream seed)
        : this(spec, null, null, new TreatmentSpace(origin._treatment, origin.Levels), origin._outcome)
    {
        _fits = new StudySourceFits(spec.Fitting!, origin.Seed, stream =>
            origin.SeedAndHeld(spec.Fitting!.SeedRows!.Value, spec.Fitting.IsFile, stream), StudyStreams.Fits(seed, Name));
        _origin = spec.Fitting!.TruthIsSource ? new StudySourceOrigin(origin, StudyStreams.Truth(seed, origin.Name)) : null;
    }

    /// <summary>Its name in results.</summary>
    public string Name { get; }

    /// <summary>The treatment's levels.</summary>
    public IReadOnlyList<string> Levels { get; }

    /// <summary>Whether its replicates come from generators fitted for the study, so that the truth may differ by replicate.</summary>
    public bool HasFits => _fits is not null;

    /// <summary>
    /// Opens a source: reads its files, and fits a plasmode's mechanisms. A synthesizer is fitted when it is first drawn from.
    /// </summary>
    /// <param name="spec">The source.</param>
    /// <param name="folder">Where its files are found.</param>
    /// <param name="context">Where fits get their streams, children of the study's seed, and a plasmode's its threads.</param>
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
                ISimulator simulator = spec.Catalogues.CreateSimulator(spec.Target, spec.Settings);
                return new StudySource(spec, simulator, null, new TreatmentSpace(simulator.Treatment, simulator.Levels), simulator.Outcome,
                    simulator.AverageEffects);
            case StudySourceKind.Synthesizer:
                return new StudySource(spec, Open(spec.Fitting!.From, folder, context), context.Stream);
            case StudySourceKind.Model:
                (IFittedSynthesizer model, string outcome) = ReadModel(path, spec.Catalogues);
                return new StudySource(spec, model, null, model.TreatmentSpace, outcome);
            case StudySourceKind.Bootstrap:
                LoadedData rows = Load(spec, path, folder, context);
                rows = rows with { Data = SideColumns.Of(rows, null, spec.Cluster, spec.Weights).Data };
                return new StudySource(spec, null, rows, rows.Data.TreatmentSpace, rows.Data.OutcomeColumn.Name);
            default:
                LoadedData real = Load(spec, path, folder, context);
                ISynthesizer plasmode = spec.Mechanisms!.Synthesizer;
                IFittedSynthesizer fitted = plasmode.Fit(real.Data, context.Child("study fit").Child(spec.Name));
                return new StudySource(spec, fitted, null, real.Data.TreatmentSpace, real.Data.OutcomeColumn.Name)
                    { _read = ReadFacts.Of(real) };
        }
    }

    /// <summary>How many rows a replicate can have where they are drawn without replacement; null: any number.</summary>
    public int? MostRows => _file is not null && _fits is null && _source is null && !_replace ? _file.Data.Rows : null;

    /// <summary>What was read, used and left out of the source's file; null where it has none.</summary>
    public ReadFacts? Read => _file is null ? _read : ReadFacts.Of(_file);

    /// <summary>Which fit a replicate is drawn from, from 1; null where nothing is fitted for the study's replicates.</summary>
    public int? FitOf(int replicate) => _fits?.Of(replicate);

    /// <summary>Draws the data of a replicate.</summary>
    /// <param name="rows">n.</param>
    /// <param name="stream">Where the rows come from.</param>
    /// <param name="replicate">The replicate's number, from 1; it decides which fit is drawn from.</param>
    /// <param name="cancellation">Observed while a generator is fitted.</param>
    /// <exception cref="CausalLoomException">The draw cannot be analysed, as where it has one arm only, or the fit failed.</exception>
    public StudyDraw Draw(int rows, RandomStream stream, int replicate = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicate, 1);
        return _fits is not null ? new StudyDraw(Split(_fits.Get(_fits.Of(replicate), cancellation).Draw(rows, stream)), null)
            : _file is null ? new StudyDraw(Split(_source!.Draw(rows, stream).Table), null)
            : Resample(rows, stream);
    }

    /// <summary>
    /// The effect that estimates are held against: as the study states it; exact where the source knows it; else averaged over rows drawn
    /// from the source with their truth, E[h τ]/E[h].
    /// </summary>
    /// <param name="target">Whose effect, of which levels.</param>
    /// <param name="rows">How many rows to average over.</param>
    /// <param name="stream">Where they come from.</param>
    /// <param name="cancellation">Observed every few thousand rows.</param>
    /// <returns>The effect and its Monte-Carlo standard error; NaN where nobody knows it, or where each fit has its own.</returns>
    public (double Value, double Se) Truth(StudyTarget target, int rows, RandomStream stream, CancellationToken cancellation = default)
    {
        if (_given.TryGetValue(target, out double given))
        {
            return (given, 0);
        }

        Contrast contrast = target.In(Levels);
        return target.Estimand == Estimand.Ate && _exact is { } exact ? (Exact(contrast.Level) - Exact(contrast.Reference), 0)
            : _source is null or IFittedSynthesizer { HasTruth: false } ? StudySourceTruth.Unknown
            : StudySourceTruth.Average(
                DrawnBlocks.Of(_source, rows, stream, StudySourceTruth.Block), target.Estimand, contrast, cancellation);

        // The reference's effect on itself is nothing.
        double Exact(int level) => level == 0 ? 0 : exact[level - 1];
    }

    /// <summary>
    /// The effect that a replicate of a source with fits is held against: its fit's own, or that of the source it was fitted to.
    /// </summary>
    /// <param name="target">Whose effect, of which levels.</param>
    /// <param name="rows">How many rows to average over where it is not exact.</param>
    /// <param name="replicate">The replicate's number, from 1.</param>
    /// <param name="cancellation">Observed while a generator is fitted.</param>
    /// <returns>The effect and its Monte-Carlo standard error; NaN where nobody knows it.</returns>
    /// <exception cref="CausalLoomException">The fit failed.</exception>
    /// <exception cref="InvalidOperationException">The source has no fits.</exception>
    public (double Value, double Se) TruthOf(StudyTarget target, int rows, int replicate, CancellationToken cancellation = default)
    {
        StudySourceFits fits = _fits ?? throw new InvalidOperationException("This source has one truth for all replicates.");
        return _given.TryGetValue(target, out double given) ? (given, 0)
            : _origin is not null ? _origin.Truth(target, rows, fits.Of(replicate), cancellation)
            : fits.Get(fits.Of(replicate), cancellation).Effect(target, rows, cancellation);
    }

    /// <summary>Measures a fit itself.</summary>
    /// <param name="evaluation">How.</param>
    /// <param name="name">The evaluation's name, which is that of its stream.</param>
    /// <param name="fit">The fit's number, from 1.</param>
    /// <param name="cancellation">Observed while a generator is fitted and measured.</param>
    /// <returns>One value a figure of the evaluation.</returns>
    /// <exception cref="CausalLoomException">The fit failed, or cannot be measured.</exception>
    /// <exception cref="InvalidOperationException">The source has no fits.</exception>
    public IReadOnlyList<StudyFigureValue> Evaluate(IStudyEvaluation evaluation, string name, int fit,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        StudySourceFits fits = _fits ?? throw new InvalidOperationException("Nothing is fitted for this source.");
        return fits.Get(fit, cancellation).Evaluate(evaluation, name, cancellation);
    }

    // Rows to fit a generator to.
    private CausalData Seed(int? rows, RandomStream stream, int fit) => rows is { } n ? Draw(n, stream, fit).Data : _file!.Data;

    // Rows to fit to and as many others: the rest of a file, or a second draw.
    private (CausalData Fitted, CausalData Held) SeedAndHeld(int rows, bool file, RandomStream stream)
    {
        if (!file)
        {
            return (Draw(rows, stream.Child("fit")).Data, Draw(rows, stream.Child("holdout")).Data);
        }

        int[] order = Order(rows + 1, stream);
        return (_file!.Data.Take(order.AsSpan(0, rows)), _file.Data.Take(order.AsSpan(rows)));
    }

    private int[] Order(int rows, RandomStream stream)
    {
        int all = _file!.Data.Rows;
        int[] order = rows <= all ? [.. Enumerable.Range(0, all)] : throw new CausalLoomException(
            FormattableString.Invariant($"Source '{Name}' has {all} rows: {rows} cannot be drawn without replacement."));
        stream.Shuffle<int>(order);
        return order;
    }

    private StudyDraw Resample(int rows, RandomStream stream)
    {
        if (_members is not null)
        {
            return ResampleClusters(_members, rows, stream);
        }

        if (!_replace)
        {
            return new StudyDraw(_file!.Data.Take(Order(rows, stream).AsSpan(0, rows)), null);
        }

        int[] chosen = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            chosen[i] = stream.NextInt(_file!.Data.Rows);
        }

        return new StudyDraw(_file!.Data.Take(chosen), chosen);
    }

    // Clusters are what was sampled, so whole ones are drawn, until there are as many rows. One that is drawn twice is two clusters, whose
    // rows stay in one fold.
    private StudyDraw ResampleClusters(int[][] members, int rows, RandomStream stream)
    {
        int[] order = [.. Enumerable.Range(0, members.Length)];
        if (!_replace)
        {
            stream.Shuffle<int>(order);
        }

        List<int> chosen = [], drawn = [], origins = [];
        for (int k = 0; chosen.Count < rows; k++)
        {
            int cluster = _replace ? stream.NextInt(members.Length) : order[k];
            chosen.AddRange(members[cluster]);
            drawn.AddRange(Enumerable.Repeat(k, members[cluster].Length));
            origins.AddRange(Enumerable.Repeat(cluster, members[cluster].Length));
        }

        return new StudyDraw(_file!.Data.Take([.. chosen]).WithClusters(drawn), _replace ? [.. origins] : null);
    }

    // What sources write needs no second look by CausalDataBuilder, which reads levels as text; whatever is unusual gets it.
    private CausalData Split(Table table)
    {
        Column outcome = table[_outcome];
        bool plain = table[_treatment] is BinaryColumn { Levels.Length: 2, MissingCount: 0 } && outcome is ContinuousColumn or BinaryColumn
            { Levels.Length: 2 } && outcome.MissingCount == 0;
        if (!plain)
        {
            return CausalData.From(table, _treatment, _outcome, Levels.Count == 2 ? Levels[0] : null);
        }

        BinaryColumn arms = (BinaryColumn)table[_treatment];
        Outcomes outcomes = new(outcome);
        int treated = arms.Codes.Sum();
        Table covariates = table.Without(_treatment, _outcome);
        bool usable = treated >= 2 && arms.Count - treated >= 2 && outcomes.All(double.IsFinite)
            && covariates.Columns.All(c => c.MissingCount < c.Count);
        return usable ? new CausalData(covariates, new Arms(new TreatmentSpace(_treatment, arms.Levels), arms.Codes), outcomes)
            : CausalData.From(table, _treatment, _outcome, Levels.Count == 2 ? Levels[0] : null);
    }

    private static LoadedData Load(StudySourceSpec spec, string path, string folder, FitContext context)
    {
        string? schema = spec.Roles.SchemaPath is { } name ? Path.Combine(folder, name) : null;
        return DataLoader.Load(path, spec.Roles with
        {
            SchemaPath = schema, Cancellation = context.Cancellation,
            Beside = [.. new[] { spec.Cluster, spec.Weights }.OfType<string>()],
        });
    }

    private static (IFittedSynthesizer Model, string Outcome) ReadModel(string path, Catalogues catalogues)
    {
        LoomFile file = LoomArchive.Read(path);
        string? yaml = (string?)file.Manifest["schema"];
        string? outcome = yaml is not null && Schema.Parse(yaml, path).WithRole(ColumnRole.Outcome) is [var name, ..] ? name : null;
        return (catalogues.LoadSynthesizer(file.State),
            outcome ?? throw new CausalLoomException($"{path} does not say which column is the outcome. Fit the model again."));
    }
}
