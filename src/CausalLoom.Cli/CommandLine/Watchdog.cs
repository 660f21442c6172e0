using System.Runtime.InteropServices;
using CausalLoom.Io;

namespace CausalLoom.Cli.CommandLine;

/// <summary>
/// Ends a run that was told to end: by cancelling it, and, where it has not come to a stop within five seconds or is told again, by ending
/// the process, with nothing left behind.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private readonly CancellationTokenSource _cancellation;
    private readonly OutputBatch _batch;
    private readonly TextWriter _error;
    // SIGXFSZ, on Linux and macOS.
    private const int FileTooLarge = 25;

    private readonly TimeSpan _patience;
    private readonly Action<int> _exit;
    private readonly PosixSignalRegistration[] _signals;
    private volatile bool _ended;

    /// <summary>Watches from now on.</summary>
    /// <param name="cancellation">Cancels the run.</param>
    /// <param name="batch">The files it would write.</param>
    /// <param name="error">Where it is said.</param>
    public Watchdog(CancellationTokenSource cancellation, OutputBatch batch, TextWriter error)
        : this(cancellation, batch, error, TimeSpan.FromSeconds(5), Environment.Exit)
    {
    }

    /// <summary>The same with another patience and another end.</summary>
    internal Watchdog(CancellationTokenSource cancellation, OutputBatch batch, TextWriter error, TimeSpan patience, Action<int> exit)
    {
        (_cancellation, _batch, _error, _patience, _exit) = (cancellation, batch, error, patience, exit);
        _signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, told =>
        {
            told.Cancel = true;
            Told();
        }))];
        if (!OperatingSystem.IsWindows())
        {
            // A limit on the size of files is then an error of writing like any other.
            _signals = [.. _signals, PosixSignalRegistration.Create((PosixSignal)FileTooLarge, told => told.Cancel = true)];
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _ended = true;
        Array.ForEach(_signals, signal => signal.Dispose());
    }

    /// <summary>Ends the run; told again, the process.</summary>
    internal void Told()
    {
        if (_cancellation.IsCancellationRequested)
        {
            End();
            return;
        }

        // A thread of its own: the pool may be what is busy.
        new Thread(() =>
        {
            Thread.Sleep(_patience);
            End();
        })
        { IsBackground = true, Name = "watchdog" }.Start();
        _cancellation.Cancel();
    }

    private void End()
    {
        if (_ended || _batch.IsPublished)
        {
            return;
        }

        _batch.Abandon();
        _error.WriteLine("causalloom: cancelled; no output was written.");
        _error.Flush();
        _exit(ExitCode.Cancelled);
    }
}
