namespace CausalLoom.Cli.Tests.Faults;

/// <summary>
/// Outputs through links of every kind: what a link points to is replaced and the link stays, an input is never overwritten, two outputs
/// are
/// never one file, and what cannot be written is found before any work.
/// </summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class LinkTableTests : IDisposable
{
    private readonly CliRun _cli = new();

    public LinkTableTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a right that not every user of Windows has.");
        _cli.Write("d.csv", SmallData.Csv(60));
        Directory.CreateDirectory(_cli.File("sub"));
        Directory.CreateDirectory(_cli.File("sub/deep"));
        Link("here", ".");
        Link("far", _cli.File("sub"));
        Link("up", "sub/deep/../..");
        Link("link.csv", "target.csv");
        Link("hops.csv", "far/hop.csv");
        Link("sub/hop.csv", "deep/../../target.csv");
        Link("absolute.csv", _cli.File("target.csv"));
        Link("input.csv", "d.csv");
        Link("input2.csv", "here/input.csv");
    }

    public static TheoryData<string, string> Verbs() => new()
    {
        { "inspect {0} -t w -y y", "--schema-out" },
        { "estimate {0} -t w -y y --nuisance linear --estimators aipw", "--json" },
        { "synthesize {0} -t w -y y --generator bootstrap --outcome-model linear", "-o" },
        { "fit {0} -t w -y y --generator bootstrap --outcome-model linear", "--model" },
    };

    [Theory]
    [MemberData(nameof(Verbs), DisableDiscoveryEnumeration = true)]
    public void WhatALinkPointsToIsReplacedAndTheLinkStays(string line, string flag)
    {
        foreach (string name in (string[])["link.csv", "hops.csv", "absolute.csv", "here/link.csv", "far/../link.csv", "up/target.csv"])
        {
            _cli.Write("target.csv", "before");
            File.SetUnixFileMode(_cli.File("target.csv"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Assert.True(Run(line, flag, name) == 0, $"{name}: {_cli.Error}");
            Assert.NotEqual("before", File.ReadAllText(_cli.File("target.csv")));
            Assert.Null(new FileInfo(_cli.File("target.csv")).LinkTarget);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_cli.File("target.csv")));
            Assert.Equal("target.csv", new FileInfo(_cli.File("link.csv")).LinkTarget);
            Assert.False(File.Exists("/target.csv"));
        }
    }

    [Theory]
    [MemberData(nameof(Verbs), DisableDiscoveryEnumeration = true)]
    public void AnInputIsNeverOverwritten(string line, string flag)
    {
        string before = File.ReadAllText(_cli.File("d.csv"));
        foreach (string name in (string[])["d.csv", "here/d.csv", "sub/../d.csv", "far/../d.csv", "up/d.csv", "input.csv", "input2.csv",
            "here/here/input.csv"])
        {
            foreach (string input in (string[])["d.csv", "input2.csv", "up/d.csv"])
            {
                Assert.Equal(2, Run(line, flag, name, input));
                Assert.Contains("is an input of this run", _cli.Error, StringComparison.Ordinal);
                Assert.Equal(before, File.ReadAllText(_cli.File("d.csv")));
            }
        }
    }

    [Fact]
    public void TwoOutputsAreNeverOneFile()
    {
        foreach ((string one, string other) in ((string, string)[])[("o.csv", "here/o.csv"), ("link.csv", "target.csv"),
            ("hops.csv", "absolute.csv"), ("sub/o.csv", "far/o.csv")])
        {
            Assert.Equal(2, _cli.Run("simulate", "toy", "--rows", "9", "-o", _cli.File(one), "--truth", _cli.File(other)));
            Assert.Contains("is also what --output writes", _cli.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void WhatCannotBeWrittenIsFoundBeforeAnyWork()
    {
        Link("circle", "circle2");
        Link("circle2", "circle");
        Link("nowhere.csv", "missing/x.csv");
        _cli.Write("plain", "a file");
        _cli.Write("protected.csv", "mine");
        File.SetUnixFileMode(_cli.File("protected.csv"), UnixFileMode.UserRead);
        foreach ((string name, string said) in ((string, string)[])[("circle", "circle"), ("circle/x.csv", "circle"),
            ("nowhere.csv", "does not exist"), ("missing/x.csv", "does not exist"), ("plain/x.csv", "does not exist"), ("sub",
                "is a folder"),
            ("far", "is a folder"), ("protected.csv", "permission is denied")])
        {
            // The data are not there either: the path is what is found first.
            Assert.Equal(2, Run("synthesize {0} -t w -y y", "-o", name, "no such.csv"));
            Assert.Contains(said, _cli.Error, StringComparison.Ordinal);
        }

        Assert.Equal("mine", File.ReadAllText(_cli.File("protected.csv")));
    }

    [Fact]
    public void NamesAreAsLongAsTheirBytes()
    {
        Assert.Equal(0, Run("synthesize {0} -t w -y y --generator bootstrap", "-o", new string('b', 251) + ".csv"));
        Assert.Equal(0, Run("synthesize {0} -t w -y y --generator bootstrap", "-o", new string('ä', 123) + ".csv"));
        Assert.Equal(2, Run("synthesize {0} -t w -y y", "-o", new string('b', 252) + ".csv", "no such.csv"));
        Assert.Contains("longer than 255 bytes", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatAKilledRunLeftIsRemovedAndNothingElse()
    {
        Assert.Equal(0, Run("synthesize {0} -t w -y y --generator bootstrap", "-o", "o.csv"));
        string host = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(
            System.Text.Encoding.UTF8.GetBytes(Environment.MachineName)))[..8];
        string[] left = [$".o.csv.{host}.999999991.7.tmp", $".other.csv.{host}.999999992.1.tmp"];
        string[] kept = [$".o.csv.{host}.1.7.tmp", ".o.csv.00000000.999999991.7.tmp", ".mine.tmp", $".o.csv.{host}.tmp"];
        foreach (string name in left.Concat(kept))
        {
            _cli.Write(name, "x");
        }

        Assert.Equal(0, Run("synthesize {0} -t w -y y --generator bootstrap", "-o", "o.csv"));
        Assert.All(left, name => Assert.False(File.Exists(_cli.File(name)), name));
        Assert.All(kept, name => Assert.True(File.Exists(_cli.File(name)), name));
    }

    public void Dispose() => _cli.Dispose();

    private int Run(string line, string flag, string output, string input = "d.csv") =>
        _cli.Run([.. line.Split(' ').Select(word => word == "{0}" ? _cli.File(input) : word), flag, _cli.File(output)]);

    private void Link(string name, string target) => File.CreateSymbolicLink(_cli.File(name), target);
}
