using CausalLoom.Jobs;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Jobs;

/// <summary>Rows and what goes with them: all there or nothing.</summary>
public sealed class RowFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("loom rows ").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatGoesWithTheRowsIsWrittenBeforeThemAndNotWhereTheyAreCutShort(bool cut)
    {
        using CancellationTokenSource cancellation = new();
        string rows = Path.Combine(_folder, "rows.csv"), truth = Path.Combine(_folder, "truth.csv");
        int called = 0;
        DrawnRows Draw() => DrawnRows.Draw(
            new Stopping(cut ? cancellation : null),
            70_000,
            RandomStream.Of(1),
            new RowFacts(["0", "1"]),
            new RowFiles(rows, truth),
            false,
            new FitContext(RandomStream.Of(1), Cancellation: cancellation.Token),
            () => called += File.Exists(rows) || File.Exists(truth) ? 100 : 1);
        if (cut)
        {
            Assert.Throws<OperationCanceledException>(Draw);
        }
        else
        {
            DrawnRows drawn = Draw();
            Assert.Equal(70_000, drawn.Count);
            Assert.Equal(70_001, File.ReadLines(rows).Count());
            double mean = File.ReadLines(truth).Skip(1)
                .Average(line => double.Parse(line.Split(',')[2], System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(mean, drawn.Effect!.Value, 1e-12);
        }

        Assert.Equal(cut ? 0 : 1, called);
        Assert.Equal(cut ? 0 : 2, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void RowsThatAreKeptAreThoseOfTheFiles()
    {
        FitContext context = FitContext.ForSeed(1);
        string path = Path.Combine(_folder, "rows.csv"), again = Path.Combine(_folder, "again.csv");
        DrawnRows Draw(IRowSink? sink, bool keep) =>
            DrawnRows.Draw(new ToySimulator(), 70_000, RandomStream.Of(1), new RowFacts(["0", "1"]), sink, keep, context);
        Assert.Throws<InvalidOperationException>(() => Draw(new RowFiles(path), keep: false).Rows);
        SyntheticData kept = Draw(null, keep: false).Rows;
        Assert.Equal(70_000, kept.Truth!.Rows);
        new RowFiles(again).Take([kept], new RowFacts(["0", "1"]), () => { });
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(again));
        Assert.Equal(kept.Table.Rows, Draw(new RowFiles(path), keep: true).Rows.Table.Rows);
    }

    // Someone cancels while the second block is drawn.
    private sealed class Stopping(CancellationTokenSource? cancellation) : ICausalSource
    {
        private readonly ToySimulator _source = new();
        private int _blocks;

        public SyntheticData Draw(int rows, RandomStream stream)
        {
            if (++_blocks == 2)
            {
                cancellation?.Cancel();
            }

            return _source.Draw(rows, stream);
        }
    }
}
