using CausalLoom.Io;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Io;

/// <summary>A work folder belongs to one run, and what is damaged in it is done again.</summary>
public sealed class WorkFolderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string Path => System.IO.Path.Combine(_folder.Path, "work");

    [Fact]
    public void WhatWasMadeOnceIsNotMadeAgain()
    {
        using (WorkFolder first = WorkFolder.Open(Path, "a run"))
        {
            Assert.Equal("one", first.Text("figures", () => "one"));
        }

        using WorkFolder second = WorkFolder.Open(Path, "a run");
        Assert.Equal("one", second.Text("figures", () => throw new InvalidOperationException()));
        second.Complete();
        Assert.False(Directory.Exists(Path));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(33)]
    public void WhatIsDamagedIsMadeAgain(int at)
    {
        using WorkFolder work = WorkFolder.Open(Path, "a run");
        work.Text("figures", () => "one");
        string file = Assert.Single(Directory.GetFiles(Path, "*.state"));
        byte[] bytes = File.ReadAllBytes(file);
        bytes[at] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Equal("two", work.Text("figures", () => "two"));
        File.WriteAllBytes(file, bytes[..at]);
        Assert.Equal("three", work.Text("figures", () => "three"));
    }

    [Fact]
    public void AnotherRunIsRefusedByWhatDiffers()
    {
        WorkFolder.Open(Path, "version 1\nseed 1\n").Dispose();
        string message = Assert.Throws<CausalLoomException>(() => WorkFolder.Open(Path, "version 1\nseed 2\n")).Message;
        Assert.Contains("of another run: 'seed 1' then, 'seed 2' now", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ARecordThatIsCutShortIsSaid()
    {
        WorkFolder.Open(Path, "version 1\nseed 1\n").Dispose();
        File.WriteAllText(System.IO.Path.Combine(Path, "run.txt"), "version 1");
        Assert.Contains("run.txt is cut short", Assert.Throws<CausalLoomException>(() => WorkFolder.Open(Path, "version 1\nseed 1\n"))
            .Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ARunThatEndedBeforeItsRecordHadItsNameIsBegunAnew()
    {
        Directory.CreateDirectory(Path);
        File.WriteAllText(System.IO.Path.Combine(Path, ".run.txt.host.1.2.tmp"), "version");
        File.WriteAllText(System.IO.Path.Combine(Path, "in-use"), string.Empty);
        using WorkFolder work = WorkFolder.Open(Path, "a run");
        Assert.Equal("one", work.Text("figures", () => "one"));
    }

    [Fact]
    public void WhatIsNoRunsIsNotRemoved()
    {
        // The folder was there, and so is a file that only has a state's name.
        Directory.CreateDirectory(Path);
        string other = System.IO.Path.Combine(Path, "california.state");
        using (WorkFolder work = WorkFolder.Open(Path, "a run"))
        {
            work.Text("figures", () => "one");
            File.WriteAllText(other, new string('x', 100));
            work.Complete();
        }

        Assert.Equal([other], Directory.EnumerateFileSystemEntries(Path));
        File.Delete(other);
        using (WorkFolder work = WorkFolder.Open(Path, "a run"))
        {
            work.Complete();
            Assert.Null(work.Fault);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(Path));
        string lone = System.IO.Path.Combine(Path, "in-use");
        File.WriteAllText(lone, "my notes");
        Assert.Contains("no run's", Assert.Throws<CausalLoomException>(() => WorkFolder.Open(Path, "a run")).Message,
            StringComparison.Ordinal);
        Assert.Equal("my notes", File.ReadAllText(lone));
    }

    [Fact]
    public void AFolderThatIsGoneAtTheEndIsAFaultAndNoFailure()
    {
        using WorkFolder work = WorkFolder.Open(Path, "a run");
        work.Text("figures", () => "one");
        Directory.Delete(Path, true);
        work.Complete();
        Assert.Contains("could not be removed", work.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderThatIsInUseOrHoldsOtherFilesIsRefused()
    {
        using (WorkFolder.Open(Path, "a run"))
        {
            Assert.Contains("in use by another run", Assert.Throws<CausalLoomException>(() => WorkFolder.Open(Path, "a run")).Message,
                StringComparison.Ordinal);
        }

        File.WriteAllText(System.IO.Path.Combine(_folder.Path, "rows.csv"), "x");
        Assert.Contains("no run's", Assert.Throws<CausalLoomException>(() => WorkFolder.Open(_folder.Path, "a run")).Message,
            StringComparison.Ordinal);
        string file = System.IO.Path.Combine(_folder.Path, "rows.csv");
        Assert.Contains("is a file", Assert.Throws<CausalLoomException>(() => WorkFolder.Open(file, "a run")).Message,
            StringComparison.Ordinal);
    }

    // A full disk costs what could not be kept, not the run.
    [Fact]
    public void WhatCannotBeKeptIsSaid()
    {
        using WorkFolder work = WorkFolder.Open(Path, "a run");
        Directory.CreateDirectory(System.IO.Path.Combine(Path, "figures.state"));
        Assert.Equal("one", work.Text("figures", () => "one"));
        Assert.Contains("figures.state", work.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void AStreamGoesOnWhereItWas()
    {
        RandomStream stream = RandomStream.Of(4).Child("a");
        _ = (stream.NextNormal(), stream.NextUInt32());
        MemoryStream kept = new();
        stream.Exchange(StateExchange.Into(kept));
        double[] next = [stream.NextNormal(), stream.NextDouble(), stream.NextNormal()];
        RandomStream again = RandomStream.Of(4).Child("a");
        kept.Position = 0;
        again.Exchange(StateExchange.From(kept));
        Assert.Equal(next, new[] { again.NextNormal(), again.NextDouble(), again.NextNormal() });
        kept.Position = 0;
        Assert.Throws<InvalidDataException>(() => RandomStream.Of(4).Child("b").Exchange(StateExchange.From(kept)));
    }

    // Of other settings the state is no state: training begins anew.
    [Fact]
    public void AStateOfOtherSettingsIsNotTaken()
    {
        using WorkFolder work = WorkFolder.Open(Path, "a run", held => new WorkFolder(Path, held) { Interval = 0 });
        int epoch = 5;
        new TrainingCheckpoint(work, "net", "rate .1", state => state.Value(ref epoch)).Keep();
        int other = 1, same = 1;
        new TrainingCheckpoint(work, "net", "rate .2", state => state.Value(ref other)).Resume();
        new TrainingCheckpoint(work, "net", "rate .1", state => state.Value(ref same)).Resume();
        Assert.Equal((1, 5), (other, same));
    }

    // A state that fits the settings and not the network would leave half of it behind.
    [Fact]
    public void AStateOfAnotherBuildIsRefused()
    {
        using WorkFolder work = WorkFolder.Open(Path, "a run", held => new WorkFolder(Path, held) { Interval = 0 });
        double[] three = [1, 2, 3], four = [1, 2, 3, 4];
        new TrainingCheckpoint(work, "net", "rate .1", state => state.Values(three.AsSpan())).Keep();
        TrainingCheckpoint other = new(work, "net", "rate .1", state => state.Values(four.AsSpan()));
        Assert.Contains("another build", Assert.Throws<CausalLoomException>(other.Resume).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
