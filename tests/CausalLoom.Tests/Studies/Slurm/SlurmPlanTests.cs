using System.Diagnostics;
using CausalLoom.Studies;
using CausalLoom.Studies.Slurm;

namespace CausalLoom.Tests.Studies.Slurm;

/// <summary>What is submitted: the tasks that have work left, and scripts that hold any path.</summary>
public sealed class SlurmPlanTests : IDisposable
{
    private const string Yaml = """
        name: a 'study'
        replicates: 10
        block: 2
        n: 60
        sources: [{ simulator: toy }]
        methods: [{ estimator: or, nuisance: linear, folds: 2 }]
        """;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "loom plan 'x\" $HOME `id` \\ %j " + Path.GetRandomFileName());

    public SlurmPlanTests() => Directory.CreateDirectory(_folder);

    private string StudyPath => Path.Combine(_folder, "s.yaml");

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory]
    [InlineData("1", 1)]
    [InlineData("1-3", 1, 2, 3)]
    [InlineData("1,3-4,7", 1, 3, 4, 7)]
    [InlineData("")]
    public void NumbersAreRanges(string expected, params int[] numbers) => Assert.Equal(expected, SlurmPlan.Ranges(numbers));

    [Fact]
    public void OnlyTasksWithUnitsLeftAreInTheArray()
    {
        StudyFolder study = Begin();
        Assert.Equal((5, 5), (Plan(study, new SlurmSettings()).Tasks, Plan(study, new SlurmSettings { Tasks = 99 }).TasksLeft.Count));
        StudyRunner.Run(study, _folder, new StudyShard(2, 3), FitContext.ForSeed(1));
        SlurmPlan plan = Plan(study, new SlurmSettings { Tasks = 3, AtOnce = 2, CpusPerTask = 4, Partition = "long", Time = "1-00:30",
            Memory = "2G", Account = "me", More = ["--qos=a b"] });
        Assert.Equal([1, 3], plan.TasksLeft);
        Assert.Equal(3, plan.UnitsLeft);
        Assert.Equal(["--parsable", "--array=1,3%2", "--job-name=causalloom-a__study_", "--output=/dev/null", "--cpus-per-task=4",
            "--partition=long", "--time=1-00:30", "--mem=2G", "--account=me", "--qos=a b", Path.Combine(plan.Folder, "array.sh")],
            plan.ArrayArguments);
        Assert.Contains("--dependency=afterany:17", plan.MergeArguments("17"));

        // Each task's units are those of its shard: together all that are left.
        Assert.Equal(plan.UnitsLeft,
            plan.TasksLeft.Sum(task => study.Plan.Of(new StudyShard(task, plan.Tasks)).Count(unit => study.Read(unit) is null)));
    }

    [Fact]
    public async Task AShellReadsThePathsBack()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("There is no POSIX shell on Windows.");
        }

        StudyFolder study = Begin();
        SlurmPlan plan = Plan(study, new SlurmSettings { Tasks = 4, Report = Path.Combine(_folder, "it's a page.html") });
        plan.WriteScripts();
        Assert.Equal(["run", StudyPath, study.Root, "3/4", "6"],
            await WordsAsync("array.sh", "array-12_3.out"));
        Assert.Equal(["merge", study.Root, Path.Combine(_folder, "it's a page.html")],
            await WordsAsync("merge.sh", "merge-13.out"));

        async Task<string[]> WordsAsync(string script, string log)
        {
            ProcessStartInfo start = new("/bin/sh", [Path.Combine(plan.Folder, script)]);
            (start.Environment["SLURM_ARRAY_JOB_ID"], start.Environment["SLURM_ARRAY_TASK_ID"], start.Environment["SLURM_CPUS_PER_TASK"],
                start.Environment["SLURM_JOB_ID"]) = ("12", "3", "6", "13");
            using Process process = Process.Start(start)!;
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, process.ExitCode);
            return (await File.ReadAllTextAsync(Path.Combine(plan.Folder, log), TestContext.Current.CancellationToken)).Split('\n')[..^1];
        }
    }

    [Theory]
    [InlineData("‹tasks 0› is below 1", 0, 1, null, null)]
    [InlineData("‹cpus-per-task -1› is below 1", null, -1, null, null)]
    [InlineData("‹partition 'a b'›", null, 1, "a b", null)]
    [InlineData("‹partition '-x'›", null, 1, "-x", null)]
    [InlineData("sets that itself", null, 1, null, "--array=1-3")]
    [InlineData("sets that itself", null, 1, null, "-d7")]
    [InlineData("no option of sbatch", null, 1, null, "qos")]
    public void WhatCannotBeIsRefused(string expected, int? tasks, int cpus, string? partition, string? more)
    {
        SlurmSettings settings = new() { Tasks = tasks, CpusPerTask = cpus, Partition = partition, More = more is null ? [] : [more] };
        Assert.Contains(expected, Assert.Throws<CausalLoomException>(settings.Validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void JobsAreRememberedAndADamagedNoteIsNone()
    {
        SlurmPlan plan = Plan(Begin(), new SlurmSettings());
        Assert.Null(SlurmJobs.Read(plan));
        plan.WriteScripts();
        SlurmJobs jobs = new("12;west", "13;west");
        jobs.Write(plan);
        Assert.Equal(jobs, SlurmJobs.Read(plan));
        Assert.Equal(("12", "west", null), (SlurmJobs.Number(jobs.Array), SlurmJobs.Cluster(jobs.Array), SlurmJobs.Cluster("12")));
        foreach (string damaged in new[] { "", "{", "[]", "{\"array\": 3}", "{\"array\": \"\"}" })
        {
            File.WriteAllText(Path.Combine(plan.Folder, "jobs.json"), damaged);
            Assert.Null(SlurmJobs.Read(plan));
        }
    }

    private StudyFolder Begin()
    {
        File.WriteAllText(StudyPath, Yaml);
        return StudyFolder.Create(Path.Combine(_folder, "out"), StudyPath);
    }

    private SlurmPlan Plan(StudyFolder study, SlurmSettings settings) => new(study, StudyPath, settings, new Echo());

    // A tool that says what it was asked, each word on a line.
    private sealed class Echo : IStudyCommands
    {
        public string Run(string study, string folder, string shard, string threads) =>
            $@"printf '%s\n' run {ShellWord.Line([study, folder])} {shard} {threads}";

        public string Merge(string folder, string? page) => $@"printf '%s\n' merge {ShellWord.Line([folder, page ?? "no page"])}";
    }
}
