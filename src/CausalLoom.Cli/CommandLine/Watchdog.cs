using System.Runtime.InteropServices;
using CausalLoom.Io;

namespace CausalLoom.Cli.CommandLine;

/// <summary>
/// Ends a run that was told to end: by cancelling it, and, where it has not come to a stop within five seconds or is told again, by ending
/// the process, with nothing left behind.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _cancellation;
    private readonly OutputBatch _batch;
    private readonly TextWriter _error;
    private readonly PosixSignalRegistration[] _signals;
    private volatile bool _ended;

    /// <summary>Watches from now on.</summary>
    /// <param name="cancellation">Cancels the run.</param>
    /// <param name="batch">The files it would write.</param>
    /// <param name="error">Where it is said.</param>
    public Watchdog(CancellationTokenSource cancellation, OutputBatch batch, TextWriter error)
    {
        (_cancellation, _batch, _error) = (cancellation, batch, error);
        _signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, Told))];
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _ended = true;
        Array.ForEach(_signals, signal => signal.Dispose());
    }

    private void Told(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (_cancellation.IsCancellationRequested)
        {
            End();
            return;
        }

        // A thread of its own: the pool may be what is busy.
        new Thread(() =>
        {
            Thread.Sleep(Patience);
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
        Environment.Exit(ExitCode.Cancelled);
    }
}
