using System.Globalization;
using System.CommandLine;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Studies.Slurm;

namespace CausalLoom.Cli.Verbs;

/// <summary>The flags of `study submit`.</summary>
public sealed class SubmitOptions
{
    private readonly Option<int?> _tasks = new("--tasks") { Description = string.Create(CultureInfo.InvariantCulture,
        $"How many tasks share the units (default: as many as there are units, at most {SlurmSettings.DefaultTasks})."), HelpName = "N" };
    private readonly Option<int?> _atOnce = new("--at-once") { Description = "How many tasks may run at a time.", HelpName = "K" };
    private readonly Option<int> _cpus = new("--cpus-per-task")
        { Description = "Cores of a task, all used (default 1).", HelpName = "C", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> _partition = new("--partition") { Description = "As of sbatch.", HelpName = "P" };
    private readonly Option<string?> _time = new("--time") { Description = "As of sbatch: the time limit of a job.", HelpName = "T" };
    private readonly Option<string?> _memory = new("--mem") { Description = "As of sbatch: the memory of a task.", HelpName = "M" };
    private readonly Option<string?> _account = new("--account") { Description = "As of sbatch.", HelpName = "A" };
    private readonly Option<string[]> _more = new("--sbatch-option") { Description =
        "A further argument of sbatch as one word, such as --sbatch-option=--qos=long; may be given again.", HelpName = "WORD" };
    private readonly Option<string?> _command = new("--command")
        { Description = "How a task starts causalloom, as shell text (default: as this process was started).", HelpName = "TEXT" };
    private readonly Option<bool> _wait = new("--wait")
        { Description = "Waits until all is merged; exit code 1 where units are not done then." };
    private readonly Option<bool> _dryRun = new("--dry-run")
        { Description = "Writes the scripts and shows the two sbatch commands, submits nothing." };
    private readonly Option<string?> _json = new("--json")
        { Description = "Writes the machine-readable result to FILE; - for standard output.", HelpName = "FILE" };
    private readonly Option<string?> _report = new("--report")
        { Description = "The page that the merge job writes.", HelpName = "FILE.html" };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Says errors and the jobs' numbers only." };

    /// <summary>Adds the flags to the verb.</summary>
    public SubmitOptions(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        foreach (Option option in new Option[]
            { _tasks, _atOnce, _cpus, _partition, _time, _memory, _account, _more, _command, _wait, _dryRun, _json, _report, _quiet })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What the array is asked to have.</summary>
    public SlurmSettings Settings(ParseResult parsed) => new()
    {
        Tasks = parsed.GetValue(_tasks),
        AtOnce = parsed.GetValue(_atOnce),
        CpusPerTask = parsed.GetValue(_cpus),
        Partition = parsed.GetValue(_partition),
        Time = parsed.GetValue(_time),
        Memory = parsed.GetValue(_memory),
        Account = parsed.GetValue(_account),
        More = parsed.GetValue(_more) ?? [],
        Report = parsed.GetValue(_report),
    };

    /// <summary>How a task starts this program.</summary>
    /// <exception cref="CausalLoomException">The text that was given is none.</exception>
    public ToolCommand Tool(ParseResult parsed) => parsed.GetValue(_command) switch
    {
        null => ToolCommand.Own(),
        { } text when string.IsNullOrWhiteSpace(text) || text.Any(char.IsControl) =>
            throw new CausalLoomException("--command is one line of shell text, such as \"apptainer exec tool.sif causalloom\"."),
        { } text => new ToolCommand(text.Trim()),
    };

    /// <summary>Whether it waits for the end.</summary>
    public bool Waits(ParseResult parsed) => parsed.GetValue(_wait);

    /// <summary>Whether nothing is submitted.</summary>
    public bool IsDryRun(ParseResult parsed) => parsed.GetValue(_dryRun);

    /// <summary>Where JSON goes, or null.</summary>
    public string? Json(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>The page, or null.</summary>
    public string? Report(ParseResult parsed) => parsed.GetValue(_report);

    /// <summary>Whether little is said.</summary>
    public bool Quiet(ParseResult parsed) => parsed.GetValue(_quiet);
}
