using System.Text.RegularExpressions;
using CausalLoom.Io;

namespace CausalLoom.Studies.Slurm;

/// <summary>What a job array is asked to have; what is null is left to the cluster.</summary>
public sealed partial record SlurmSettings
{
    /// <summary>How many tasks the array has at most where nothing is said.</summary>
    public const int DefaultTasks = 32;

    // What decides which tasks run, and after what, is this program's to say.
    private static readonly string[] Reserved = ["--array", "-a", "--dependency", "-d", "--wrap", "--parsable", "--wait", "-W",
        "--test-only", "--output", "-o", "--job-name", "-J"];

    /// <summary>How many tasks share the units; null: as many as there are units, at most <see cref="DefaultTasks"/>.</summary>
    public int? Tasks { get; init; }

    /// <summary>How many tasks may run at a time; null: as many as the cluster lets.</summary>
    public int? AtOnce { get; init; }

    /// <summary>Cores of a task.</summary>
    public int CpusPerTask { get; init; } = 1;

    /// <summary>The partition.</summary>
    public string? Partition { get; init; }

    /// <summary>The time limit of a job, as Slurm writes it: minutes, `hh:mm:ss`, `days-hours`.</summary>
    public string? Time { get; init; }

    /// <summary>The memory of a task, such as `2G`.</summary>
    public string? Memory { get; init; }

    /// <summary>The account that is charged.</summary>
    public string? Account { get; init; }

    /// <summary>Further arguments of sbatch, each one word, for both jobs.</summary>
    public IReadOnlyList<string> More { get; init; } = [];

    /// <summary>The page that the merge job writes, or null.</summary>
    public string? Report { get; init; }

    // By the names that sbatch has for them too.
    private (string Name, string? Value)[] Texts =>
        [("partition", Partition), ("time", Time), ("mem", Memory), ("account", Account)];

    /// <summary>Checks what can be told without the cluster.</summary>
    /// <exception cref="CausalLoomException">A number is below one, a text is empty or no word, or an argument is the program's
    /// own.</exception>
    public SlurmSettings Validate()
    {
        AtLeastOne("tasks", Tasks);
        AtLeastOne("at-once", AtOnce);
        AtLeastOne("cpus-per-task", CpusPerTask);
        foreach ((string name, string? value) in Texts)
        {
            if (value is not null && !Word().IsMatch(value))
            {
                throw new CausalLoomException($"‹{name} {CellText.Show(value)}› is no value of Slurm: letters, "
                    + $"digits and . _ : , + @ / - are.");
            }
        }

        foreach (string argument in More)
        {
            if (!argument.StartsWith('-') || argument.Any(char.IsControl))
            {
                throw new CausalLoomException($"‹sbatch-option {CellText.Show(argument)}› is no option of sbatch. Write it as one "
                    + $"word, such as ‹sbatch-option --qos=long›.");
            }

            if (Reserved.Any(r => argument.Split('=')[0] == r || (r.Length == 2 && argument.StartsWith(r, StringComparison.Ordinal)
                && !argument.StartsWith("--", StringComparison.Ordinal))))
            {
                throw new CausalLoomException($"‹sbatch-option {CellText.Show(argument)}›: `study submit` sets that itself.");
            }
        }

        return this;
    }

    /// <summary>The arguments of sbatch that both jobs have, each one word.</summary>
    public IEnumerable<string> Common()
    {
        foreach ((string name, string? value) in Texts)
        {
            if (value is not null)
            {
                yield return $"--{name}={value}";
            }
        }

        foreach (string argument in More)
        {
            yield return argument;
        }
    }

    private static void AtLeastOne(string name, int? value)
    {
        if (value < 1)
        {
            throw new CausalLoomException(FormattableString.Invariant($"‹{name} {value}› is below 1."));
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9._:,+@/][A-Za-z0-9._:,+@/-]*\z")]
    private static partial Regex Word();
}
