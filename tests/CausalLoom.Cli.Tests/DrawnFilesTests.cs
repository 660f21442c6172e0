using CausalLoom.Cli.CommandLine;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;

namespace CausalLoom.Cli.Tests;

/// <summary>Rows and what goes with them: all there or nothing.</summary>
public sealed class DrawnFilesTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatGoesWithTheRowsIsWrittenBeforeThemAndNotWhereTheyAreCutShort(bool cut)
    {
        using CancellationTokenSource cancellation = new();
        string rows = _cli.File("rows.csv"), truth = _cli.File("truth.csv");
        int called = 0;
        void Draw() => DrawnFiles.Write(
            new ToySimulator(),
            70_000,
            RandomStream.Of(1),
            rows,
            truth,
            ["0", "1"],
            new FitContext(RandomStream.Of(1), Cancellation: cancellation.Token),
            _ => Stop(cut, cancellation),
            () => called += File.Exists(rows) || File.Exists(truth) ? 100 : 1);
        if (cut)
        {
            Assert.Throws<OperationCanceledException>(Draw);
        }
        else
        {
            Draw();
        }

        Assert.Equal(cut ? 0 : 1, called);
        Assert.Equal(cut ? 0 : 2, Directory.GetFiles(_cli.Folder).Length);
    }

    private static void Stop(bool cut, CancellationTokenSource cancellation)
    {
        if (cut)
        {
            cancellation.Cancel();
        }
    }
}
