using System.Globalization;
using CausalLoom.Io;

namespace CausalLoom.Studies.Slurm;

/// <summary>
/// A study as a job array and a merge job: which tasks have work left, the two scripts, and the arguments of sbatch. Paths stand in the
/// scripts alone, as quoted words: sbatch reads `%` and `\` in a path its own way.
/// </summary>
public sealed class SlurmPlan
{
    private readonly StudyFolder _folder;
    private readonly SlurmSettings _settings;
    private readonly string _study;
    private readonly IStudyCommands _commands;

    /// <summary>Plans what is left of a study.</summary>
    /// <param name="folder">The study's folder, on a file system that the cluster's nodes share.</param>
    /// <param name="study">The study file.</param>
    /// <param name="settings">What the array is asked to have.</param>
    /// <param name="commands">How a task starts this program.</param>
    /// <exception cref="CausalLoomException">A setting is out of its range.</exception>
    public SlurmPlan(StudyFolder folder, string study, SlurmSettings settings, IStudyCommands commands)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(commands);
        (_folder, _study, _settings, _commands) = (folder, Path.GetFullPath(study), settings.Validate(), commands);
        int units = folder.Plan.Units.Count;
        Tasks = Math.Min(settings.Tasks ?? SlurmSettings.DefaultTasks, units);
        StudyUnit[] left = [.. folder.Plan.Units.Where(unit => folder.Read(unit) is null)];
        UnitsLeft = left.Length;
        TasksLeft = [.. left.Select(unit => (unit.Index % Tasks) + 1).Distinct().Order()];
    }

    /// <summary>`slurm/` in the study's folder: scripts, what tasks said, and the numbers of the jobs.</summary>
    public string Folder => Path.Combine(Path.GetFullPath(_folder.Root), "slurm");

    /// <summary>How many tasks share all units.</summary>
    public int Tasks { get; }

    /// <summary>Those of them that have units left, from 1, ascending.</summary>
    public IReadOnlyList<int> TasksLeft { get; }

    /// <summary>How many units are not done.</summary>
    public int UnitsLeft { get; }

    /// <summary>The array's name in the queue.</summary>
    public string JobName =>
        "causalloom-" + string.Concat(_folder.Study.Name.Take(40).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));

    /// <summary>The merge job's name in the queue.</summary>
    public string MergeName => JobName + "-merge";

    /// <summary>Arguments of sbatch for the array.</summary>
    public IReadOnlyList<string> ArrayArguments =>
    [
        "--parsable",
        $"--array={Ranges(TasksLeft)}"
            + (_settings.AtOnce is int most ? string.Create(CultureInfo.InvariantCulture, $"%{most}") : string.Empty),
        $"--job-name={JobName}",
        "--output=/dev/null",
        string.Create(CultureInfo.InvariantCulture, $"--cpus-per-task={_settings.CpusPerTask}"),
        .. _settings.Common(),
        ArrayScriptPath,
    ];

    private string ArrayScriptPath => Path.Combine(Folder, "array.sh");

    private string MergeScriptPath => Path.Combine(Folder, "merge.sh");

    /// <summary>
    /// Arguments of sbatch for the merge job. It runs when the array has ended in whatever way, and says what is missing.
    /// </summary>
    /// <param name="array">The array's number.</param>
    public IReadOnlyList<string> MergeArguments(string array) =>
    [
        "--parsable",
        $"--dependency=afterany:{array}",
        $"--job-name={MergeName}",
        "--output=/dev/null",
        "--cpus-per-task=1",
        .. _settings.Common(),
        MergeScriptPath,
    ];

    /// <summary>
    /// The script of a task. `exec` lets the signal of scancel and of a time limit reach the program, which keeps its finished units.
    /// </summary>
    public string ArrayScript() => Script(
        $"One of {Tasks.ToString(CultureInfo.InvariantCulture)} tasks that share a study's units of work.",
        "array-${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}.out",
        _commands.Run(_study, Path.GetFullPath(_folder.Root),
            $"\"${{SLURM_ARRAY_TASK_ID}}/{Tasks.ToString(CultureInfo.InvariantCulture)}\"",
            "\"${SLURM_CPUS_PER_TASK:-1}\""));

    /// <summary>The script of the merge job, which fails where units are not done.</summary>
    public string MergeScript() => Script(
        "Puts the finished units together: results/ and summary.json.",
        "merge-${SLURM_JOB_ID}.out",
        _commands.Merge(Path.GetFullPath(_folder.Root), _settings.Report is { } page ? Path.GetFullPath(page) : null));

    /// <summary>Writes both scripts.</summary>
    public void WriteScripts()
    {
        Directory.CreateDirectory(Folder);
        AtomicFile.WriteText(ArrayScriptPath, ArrayScript());
        AtomicFile.WriteText(MergeScriptPath, MergeScript());
    }

    /// <summary>Ascending numbers as Slurm writes them: 1-3,7.</summary>
    public static string Ranges(IReadOnlyList<int> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        List<string> ranges = [];
        for (int first = 0, next; first < numbers.Count; first = next)
        {
            for (next = first + 1; next < numbers.Count && numbers[next] == numbers[next - 1] + 1; next++)
            {
            }

            ranges.Add(next - first == 1 ? numbers[first].ToString(CultureInfo.InvariantCulture)
                : string.Create(CultureInfo.InvariantCulture, $"{numbers[first]}-{numbers[next - 1]}"));
        }

        return string.Join(',', ranges);
    }

    // What a task says goes where the script sends it: a name with % or \ would be read otherwise by sbatch's --output.
    private string Script(string what, string log, string command) =>
        $"""
        #!/bin/sh
        # {what} Written by `causalloom study submit`, which passes sbatch's options itself.
        exec >>{ShellWord.Quote(Folder + "/")}"{log}" 2>&1 </dev/null
        exec {command}

        """.ReplaceLineEndings("\n");
}
