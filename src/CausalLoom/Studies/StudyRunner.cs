using CausalLoom.Data;
using CausalLoom.Io;
using CausalLoom.Numerics.Random;
using CausalLoom.Studies.Evaluations;

namespace CausalLoom.Studies;

/// <summary>
/// Does the units of a study that are not done, as many at a time as there are threads; each unit is the work of one thread.
/// </summary>
public sealed class StudyRunner
{
    private readonly StudyFolder _folder;
    private readonly Dictionary<string, StudySource> _sources;
    private readonly Dictionary<(string Source, StudyTarget Target), (double Value, double Se)> _truths;
    private readonly IStudyMethod[] _methods;

    private StudyRunner(StudyFolder folder, Dictionary<string, StudySource> sources, Dictionary<(string Source, StudyTarget Target),
        (double Value, double Se)> truths)
    {
        (_folder, _sources, _truths) = (folder, sources, truths);
        _methods = [.. folder.Study.Methods.Select(m => m.Create())];
    }

    /// <summary>Runs what is left of a study's shard.</summary>
    /// <param name="folder">The study's folder.</param>
    /// <param name="inputs">Where the study's own files are found.</param>
    /// <param name="shard">Which units.</param>
    /// <param name="context">Threads, progress, cancellation; the random numbers are the study's own.</param>
    /// <param name="say">Is told what the reader of a source's file warns of; null: no one.</param>
    /// <returns>How many units were done now.</returns>
    /// <exception cref="CausalLoomException">A source cannot be opened, or a file not be written.</exception>
    public static int Run(StudyFolder folder, string inputs, StudyShard shard, FitContext context, Action<string>? say = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(context);
        StudyUnit[] left = [.. folder.Plan.Of(shard).Where(unit => folder.Read(unit) is null)];
        if (left.Length == 0)
        {
            return 0;
        }

        FitContext own = context with { Stream = RandomStream.Of(folder.Study.Seed) };
        HashSet<string> wanted = [.. left.Select(unit => unit.Source)];
        Dictionary<string, StudySource> sources = folder.Study.Sources.Where(s => wanted.Contains(s.Name)).ToDictionary(s => s.Name, s =>
            StudySource.Open(s, inputs, own), StringComparer.Ordinal);
        foreach (StudySource source in sources.Values)
        {
            Check(folder.Study, source, folder.Study.Sources.First(spec => spec.Name == source.Name));
            StudyReading.Write(folder, source, say);
        }

        StudyRunner runner = new(folder, sources, Truths(folder.Study, [.. sources.Values], own));
        foreach (StudySourceSpec donors in folder.Study.Donors)
        {
            sources.Add(donors.Name, StudySource.Open(donors, inputs, own));
        }

        int done = 0;
        own.Report("running the study", 0, Units(0, left.Length));
        own.Map(left.Length, (i, c) =>
        {
            folder.Write(left[i], runner.Lines(left[i], c.Cancellation));
            int so = Interlocked.Increment(ref done);
            c.Report("running the study", so / (double)left.Length, Units(so, left.Length));
            return true;
        });
        return left.Length;
    }

    /// <summary>The rows of one replicate.</summary>
    /// <param name="study">The study.</param>
    /// <param name="source">The cell's source.</param>
    /// <param name="rows">n.</param>
    /// <param name="replicate">The replicate's number, from 1.</param>
    /// <param name="donors">The sources that methods borrow from, by name; null: none.</param>
    /// <param name="cancellation">Observed before each estimate.</param>
    /// <returns>Its estimates, method by method and within each target by target, with what went wrong.</returns>
    public static IReadOnlyList<(string Method, StudyTarget Target, StudyEstimate? Estimate, string Failure)> Replicate(
        Study study, StudySource source, int rows, int replicate, IReadOnlyDictionary<string, StudySource>? donors = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(study);
        return Replicate(study, [.. study.Methods.Select(m => m.Create())], source, rows, replicate, donors, cancellation);
    }

    private static List<(string Method, StudyTarget Target, StudyEstimate? Estimate, string Failure)> Replicate(
        Study study, IStudyMethod[] methods, StudySource source, int rows, int replicate, IReadOnlyDictionary<string, StudySource>? donors,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        RandomStream stream = StudyStreams.Of(study.Seed, source.Name, rows, replicate);
        StudyDraw? draw = null;
        string fault = Attempt(() => draw = source.Draw(rows, stream.Child("data"), replicate, cancellation));
        Replicate? data = draw is null ? null
            : new Replicate(draw.Data, draw.Groups, new FitContext(stream.Child("fit"), 1, null, cancellation), Borrow);
        List<(string, StudyTarget, StudyEstimate?, string)> results = [];
        foreach (IStudyMethod method in methods)
        {
            foreach (StudyTarget target in study.Targets)
            {
                cancellation.ThrowIfCancellationRequested();
                StudyEstimate? estimate = null;
                string failure = data is null ? "drawing the data: " + fault
                    : Attempt(() => estimate = Finite(method.Estimate(data, target)));
                results.Add((method.Name, target, estimate, failure));
            }
        }

        return results;

        // From streams of their own, so that borrowing leaves the data and all other methods as they were.
        CausalData Borrow(string name, int count) => donors is not null && donors.TryGetValue(name, out StudySource? from)
            ? from.Draw(count, stream.Child("donors").Child(name).Child(count), replicate, cancellation).Data
            : throw new CausalLoomException($"'{name}' is no source of this study to borrow from.");
    }

    private IEnumerable<string> Lines(StudyUnit unit, CancellationToken cancellation) => unit.Cell is { } cell
        ? Rows(unit, cell, cancellation).Select(row => row.Line())
        : Enumerable.Range(unit.First, unit.Last - unit.First + 1).SelectMany(fit => Rows(unit.Source, fit, cancellation))
            .Select(row => row.Line());

    // A fit that failed, or that an evaluation does not come to an end with, fails for each figure: all have as many rows.
    private IEnumerable<StudyFitRow> Rows(string source, int fit, CancellationToken cancellation)
    {
        foreach (StudyEvaluationSpec spec in _folder.Study.Evaluations.Where(e => e.Sources.Contains(source)))
        {
            cancellation.ThrowIfCancellationRequested();
            IStudyEvaluation evaluation = spec.Create();
            IReadOnlyList<StudyFigureValue> values = [];
            string failure = Attempt(() => values = _sources[source].Evaluate(evaluation, spec.Name, fit, cancellation));
            for (int k = 0; k < evaluation.Figures.Count; k++)
            {
                StudyFigureValue value = failure.Length > 0 ? new StudyFigureValue(double.NaN) : values[k];
                yield return new StudyFitRow(source, fit, spec.Name, evaluation.Figures[k].Key, value.Value, value.Sd, _folder.Study.Seed,
                    value.Skipped ?? string.Empty, failure);
            }
        }
    }

    private List<StudyRow> Rows(StudyUnit unit, StudyCell cell, CancellationToken cancellation)
    {
        Study study = _folder.Study;
        List<StudyRow> rows = [];
        for (int replicate = unit.First; replicate <= unit.Last; replicate++)
        {
            foreach ((string method, StudyTarget target, StudyEstimate? estimate, string failure) in Replicate(
                study, _methods, _sources[cell.Source], cell.Rows, replicate, _sources, cancellation))
            {
                (double truth, double se) = Truth(cell.Source, target, replicate, cancellation);
                rows.Add(new StudyRow(cell, replicate, method, target.Name, estimate, truth, se, study.Seed, failure)
                    { Fit = _sources[cell.Source].FitOf(replicate) });
            }
        }

        return rows;
    }

    // Fits have truths of their own, which are not known before they are made; one that failed has none.
    private (double Value, double Se) Truth(string source, StudyTarget target, int replicate, CancellationToken cancellation)
    {
        (double Value, double Se) truth = StudySourceTruth.Unknown;
        return _truths.TryGetValue((source, target), out truth) ? truth
            : Attempt(() =>
                truth = _sources[source].TruthOf(target, _folder.Study.TruthRows, replicate, cancellation)).Length == 0 ? truth
            : StudySourceTruth.Unknown;
    }

    private static Dictionary<(string Source, StudyTarget Target),
        (double Value, double Se)> Truths(Study study, IEnumerable<StudySource> sources, FitContext context)
    {
        Dictionary<(string, StudyTarget), (double, double)> truths = [];
        foreach (StudySource source in sources.Where(s => !s.HasFits))
        {
            foreach (StudyTarget target in study.Targets)
            {
                context.Report("averaging the truth", 0, source.Name);
                truths[(source.Name, target)] = source.Truth(target, study.TruthRows, StudyStreams.Truth(study.Seed, source.Name),
                    context.Cancellation);
            }
        }

        return truths;
    }

    // Said before the work: what does not go with a source's levels would fail in each of its replicates.
    private static void Check(Study study, StudySource source, StudySourceSpec spec)
    {
        if (source.Levels.Count > 2)
        {
            string? key = spec.Fitting?.Plan.Synthesizer is { ForTwoArms: true } method ? $"method: {method.Method}"
                : study.Methods.Select(m => m.ForTwoArms is { } own ? $"{own}` of the method `{m.Name}" : null)
                    .FirstOrDefault(k => k is not null);
            if (key is not null)
            {
                throw new CausalLoomException($"Source '{source.Name}': the treatment has {source.Levels.Count} levels, and `{key}` is for "
                    + $"two arms.");
            }
        }

        if (source.MostRows is { } most && study.SizesOf(spec).FirstOrDefault(n => n > most) is > 0 and var above)
        {
            string place = study.SizesPlace.Length > 0 && spec.Sizes is null ? study.SizesPlace + ": " : string.Empty;
            throw new CausalLoomException(FormattableString.Invariant($"{place}n = {above} is more than the {most} rows of source ")
                + $"'{source.Name}', from which rows are drawn without replacement (`replace: false`).");
        }

        foreach (StudyTarget target in study.Targets)
        {
            string fault = Attempt(() => target.In(source.Levels));
            if (fault.Length > 0)
            {
                throw new CausalLoomException($"Source '{source.Name}': {fault}");
            }
        }
    }

    // Rows that carry no interval are an answer; an infinite end is none.
    private static StudyEstimate Finite(StudyEstimate estimate) =>
        double.IsFinite(estimate.Estimate) && double.IsFinite(estimate.Se) && (estimate.HasInterval
            || (double.IsNaN(estimate.Lower) && double.IsNaN(estimate.Upper)))
            ? estimate
            : throw new CausalLoomException("The estimate or its standard error is not a number.");

    // A method may fail in any way; one replicate in which it does is a result, not the end of the study.
    private static string Attempt(Action work)
    {
        try
        {
            work();
            return string.Empty;
        }
        catch (CausalLoomException e)
        {
            return StudyNode.Spelt(e.Message);
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            return $"{e.GetType().Name}: {e.Message}";
        }
    }

    private static string Units(int done, int all) => FormattableString.Invariant($"{done} of {all} units");
}
