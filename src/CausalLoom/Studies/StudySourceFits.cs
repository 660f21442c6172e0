using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Studies;

/// <summary>
/// The fits of a synthesizer source. Each is made when a replicate first needs it, from its own stream alone, and kept; so it does not
/// matter which replicates a process has. A fit that failed fails for each replicate that asks. Safe for several threads.
/// </summary>
internal sealed class StudySourceFits
{
    private readonly StudySourceFitting _fitting;
    private readonly Func<int?, RandomStream, int, CausalData> _seed;
    private readonly Func<RandomStream, (CausalData Fitted, CausalData Held)> _split;
    private readonly RandomStream _stream;
    private readonly Slot[] _slots;

    /// <summary>The fits of a source.</summary>
    /// <param name="fitting">How they are made.</param>
    /// <param name="seed">Draws that many rows for the fit of that number; all there are for null.</param>
    /// <param name="split">Draws rows to fit to and others to measure distances against.</param>
    /// <param name="stream">Has the streams of the fits as children, by their numbers from 1.</param>
    public StudySourceFits(StudySourceFitting fitting, Func<int?, RandomStream, int, CausalData> seed, Func<RandomStream,
        (CausalData Fitted, CausalData Held)> split, RandomStream stream)
    {
        (_fitting, _seed, _split, _stream) = (fitting, seed, split, stream);
        _slots = [.. Enumerable.Range(0, fitting.Fits).Select(_ => new Slot())];
    }

    /// <summary>Which fit a replicate uses, from 1.</summary>
    public int Of(int replicate) => 1 + ((replicate - 1) % _fitting.Fits);

    /// <summary>The fit of that number.</summary>
    /// <exception cref="CausalLoomException">It failed.</exception>
    public StudySourceFit Get(int number, CancellationToken cancellation)
    {
        Slot slot = _slots[number - 1];
        lock (slot)
        {
            cancellation.ThrowIfCancellationRequested();
            if (slot.Fault is not null)
            {
                throw new CausalLoomException(slot.Fault);
            }

            return slot.Fit ??= Fit(slot, number, cancellation);
        }
    }

    private StudySourceFit Fit(Slot slot, int number, CancellationToken cancellation)
    {
        try
        {
            RandomStream stream = _stream.Child(number);
            (CausalData seed, CausalData? held) = _fitting.Plan.Synthesizer.NeedsHoldout ? _split(stream.Child("seed"))
                : (_seed(_fitting.SeedRows, stream.Child("seed"), number), null);
            FitContext context = new(stream.Child("fit"), 1, null, cancellation);
            IFittedSynthesizer model = _fitting.Plan.Synthesizer.HoldingOut(held).Fit(seed, context);
            SyntheticData? pool = _fitting.Pool is { } rows
                ? DrawnBlocks.Join([.. DrawnBlocks.Of(model, rows, stream.Child("pool"), StudySourceTruth.Block)]) : null;
            return new StudySourceFit(model, seed, pool, stream);
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            string reason = e is CausalLoomException ? e.Message : $"{e.GetType().Name}: {e.Message}";
            slot.Fault = FormattableString.Invariant($"fit {number} failed: {reason}");
            throw new CausalLoomException(slot.Fault, e);
        }
    }

    private sealed class Slot
    {
        public StudySourceFit? Fit { get; set; }

        public string? Fault { get; set; }
    }
}
