using System.Text;
using CausalLoom.Numerics.Neural;

namespace CausalLoom.Io;

/// <summary>
/// The state of one training in a work folder: kept now and then, and gone on from. Without a folder it does nothing. A training whose
/// settings are others begins anew.
/// </summary>
internal sealed class TrainingCheckpoint
{
    private const long Longest = 30_000;

    private readonly IKeptWork? _folder;
    private readonly string _name;
    private readonly byte[] _settings;
    private readonly Action<StateExchange> _state;
    private long _next, _interval;

    /// <summary>The state of a training.</summary>
    /// <param name="folder">Where it is kept, or null.</param>
    /// <param name="name">A name that no other training of the run has.</param>
    /// <param name="settings">All that decides how the training goes.</param>
    /// <param name="state">Exchanges all that the training changes.</param>
    internal TrainingCheckpoint(IKeptWork? folder, string name, string settings, Action<StateExchange> state)
    {
        (_folder, _name, _state) = (folder, name, state);
        _settings = Encoding.UTF8.GetBytes(settings);
        _interval = folder?.Interval ?? 0;
        _next = Environment.TickCount64 + _interval;
    }

    /// <summary>Goes on from the state that was kept, if any.</summary>
    internal void Resume()
    {
        if (_folder?.Read(_name) is not { } kept)
        {
            return;
        }

        StateExchange state = StateExchange.From(new MemoryStream(kept));
        List<byte> settings = [];
        state.List(settings);
        if (!settings.SequenceEqual(_settings))
        {
            return;
        }

        try
        {
            _state(state);
        }
        catch (InvalidDataException e)
        {
            throw new CausalLoomException("The work folder is of another build of this version: give another folder, or remove it.", e);
        }
    }

    /// <summary>Keeps the state where some time has passed since the last one.</summary>
    /// <param name="done">Whether the training is done: then it is kept whatever the time.</param>
    internal void Keep(bool done = false)
    {
        if (_folder is null || (!done && Environment.TickCount64 < _next))
        {
            return;
        }

        long begun = Environment.TickCount64;
        MemoryStream content = new();
        StateExchange state = StateExchange.Into(content);
        state.List([.. _settings]);
        _state(state);
        _folder.Write(_name, content.GetBuffer().AsSpan(0, (int)content.Length));

        // Large states take a twentieth of the time at most.
        _interval = Math.Min(Longest, 2 * _interval);
        _next = Environment.TickCount64 + Math.Max(_interval, 20 * (Environment.TickCount64 - begun));
    }
}
