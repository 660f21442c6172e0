using CausalLoom.Io;

namespace CausalLoom.Tests.Io;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AFileIsReplacedWhole()
    {
        string path = Path.Combine(_folder, "out.json");
        AtomicFile.WriteText(path, "first, which is longer");
        AtomicFile.WriteText(path, "second é");
        Assert.Equal("second é"u8.ToArray(), File.ReadAllBytes(path));
        Assert.Single(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void AFailureLeavesTheOldFileAndNothingElse()
    {
        string path = Path.Combine(_folder, "out.csv");
        AtomicFile.WriteText(path, "old");
        foreach (Exception failure in new Exception[]
            { new OperationCanceledException(), new InvalidOperationException(), new IOException("disk full") })
        {
            Assert.ThrowsAny<Exception>(() => AtomicFile.Write(path, stream =>
            {
                stream.Write(new byte[100_000]);
                throw failure;
            }));
            Assert.Equal("old", File.ReadAllText(path));
            Assert.Single(Directory.GetFileSystemEntries(_folder));
        }
    }

    [Fact]
    public void ADiskProblemIsTheUsersError()
    {
        CausalLoomException full = Assert.Throws<CausalLoomException>(() =>
            AtomicFile.Write(Path.Combine(_folder, "x"), _ => throw new IOException("disk full")));
        Assert.Contains("disk full", full.Message, StringComparison.Ordinal);
        Assert.Contains("There is no folder", Assert.Throws<CausalLoomException>(() =>
            AtomicFile.WriteText(Path.Combine(_folder, "no", "x"), "")).Message, StringComparison.Ordinal);
        Assert.Contains("is a directory", Assert.Throws<CausalLoomException>(() => AtomicFile.WriteText(_folder, "")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ALinkStaysALink()
    {
        string target = Path.Combine(_folder, "target"), link = Path.Combine(_folder, "link");
        File.WriteAllText(target, "old");
        File.CreateSymbolicLink(link, target);
        AtomicFile.WriteText(link, "new");
        Assert.Equal("new", File.ReadAllText(target));
        Assert.NotNull(File.ResolveLinkTarget(link, returnFinalTarget: false));
    }
}
