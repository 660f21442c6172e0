namespace CausalLoom.Io;

/// <summary>
/// The files that one run declares as its output: written beside their places as they come, and given their names together at the end, or
/// none of them. Files that were not declared (a study's units, cached replies) are not held back.
/// </summary>
public sealed class OutputBatch : IDisposable
{
    private static readonly AsyncLocal<OutputBatch?> Flow = new();

    private readonly Lock _lock = new();
    private readonly OutputBatch? _outer;
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);
    private readonly List<(string Path, string Temporary)> _staged = [];

    private OutputBatch() => _outer = Flow.Value;

    /// <summary>Gets the batch of this flow of control, or null.</summary>
    public static OutputBatch? Current => Flow.Value;

    /// <summary>Gets a value indicating whether files have been published.</summary>
    public bool IsPublished { get; private set; }

    /// <summary>Gets a value indicating whether files are declared that are held back.</summary>
    public bool Holds => _declared.Count > 0 && !IsPublished;

    /// <summary>Opens a batch for what follows in this flow of control, until it is disposed of.</summary>
    public static OutputBatch Begin() => Flow.Value = new OutputBatch();

    /// <summary>Declares files, tries whether they can be written, and removes what killed runs left beside them.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="held">Whether they are held back until the end; false for what tells of work that goes on.</param>
    /// <exception cref="CausalLoomException">One cannot be written.</exception>
    public void Declare(IEnumerable<string> paths, bool held = true)
    {
        ArgumentNullException.ThrowIfNull(paths);
        foreach (string path in paths)
        {
            if (!AtomicFile.IsDevice(path))
            {
                string real = RealPath.Of(path);
                AtomicFile.Probe(path);
                TemporaryFile.RemoveLeftovers(Path.GetDirectoryName(real)!);
                if (held)
                {
                    _declared.Add(real);
                }
            }
        }
    }

    /// <summary>Gives all files their names. Where one cannot take it, those before it get what they had back.</summary>
    /// <exception cref="CausalLoomException">A file cannot take its name; none has changed.</exception>
    public void Publish()
    {
        lock (_lock)
        {
            List<(string Path, string? Before)> done = [];
            foreach ((string path, string temporary) in _staged)
            {
                string? before = null;
                try
                {
                    // One file needs no way back: it takes its name or does not.
                    if (_staged.Count > 1 && File.Exists(path))
                    {
                        before = TemporaryFile.For(path);
                        FileSteps.Take(FileStep.Rename, path);
                        File.Move(path, before);
                    }

                    FileSteps.Take(FileStep.Rename, path);
                    File.Move(temporary, path, overwrite: true);
                    done.Add((path, before));
                }
                catch (Exception e) when (AtomicFile.IsFileProblem(e))
                {
                    done.Add((path, before));
                    Restore(done);
                    Abandon();
                    throw AtomicFile.Unwritable(path, e);
                }
            }

            foreach ((string _, string? before) in done)
            {
                if (before is not null)
                {
                    TemporaryFile.Remove(before);
                }
            }

            _staged.ForEach(one => TemporaryFile.Release(one.Temporary));
            _staged.Clear();
            IsPublished = true;
        }
    }

    /// <summary>Removes what was written and not published.</summary>
    public void Abandon()
    {
        lock (_lock)
        {
            _staged.ForEach(one => TemporaryFile.Remove(one.Temporary));
            _staged.Clear();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Abandon();
        Flow.Value = _outer;
    }

    /// <summary>Whether a file, by its real path, is one of this batch.</summary>
    internal bool Has(string real) => _declared.Contains(real);

    /// <summary>Takes a file that is written, in place of one of the same name.</summary>
    internal void Stage(string real, string temporary)
    {
        lock (_lock)
        {
            if (_staged.FindIndex(one => one.Path == real) is >= 0 and var before)
            {
                TemporaryFile.Remove(_staged[before].Temporary);
                _staged.RemoveAt(before);
            }

            _staged.Add((real, temporary));
        }
    }

    private static void Restore(List<(string Path, string? Before)> done)
    {
        for (int k = done.Count - 1; k >= 0; k--)
        {
            (string path, string? before) = done[k];
            try
            {
                if (before is not null && File.Exists(before))
                {
                    File.Move(before, path, overwrite: true);
                    TemporaryFile.Release(before);
                }
                else if (before is null && k < done.Count - 1)
                {
                    File.Delete(path);
                }
            }
            catch (Exception e) when (AtomicFile.IsFileProblem(e))
            {
                // What it was stays beside it under its temporary name.
            }
        }
    }
}
