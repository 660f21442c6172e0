using System.CommandLine;
using System.Globalization;
using CausalLoom.Jobs;

namespace CausalLoom.Cli.CommandLine;

/// <summary>The flags common to all verbs that work: seed, threads, results, progress.</summary>
public sealed class RunOptions
{
    private readonly Option<long> _seed = new("--seed")
        { Description = "Same seed, same bytes out, for any number of threads.", DefaultValueFactory = _ => 1 };
    private readonly Option<int?> _threads = new("--threads") { Description = "How many threads to use (default: all cores)." };
    private readonly Option<string?> _json = new("--json")
        { Description = "Writes the machine-readable result to FILE; - for standard output.", HelpName = "FILE" };
    private readonly Option<string?> _report = new("--report")
        { Description = "Writes one self-contained HTML page.", HelpName = "FILE.html" };
    private readonly Option<string?> _resume = new("--resume") { Description = "Keeps what is trained and measured in DIR, and goes on "
        + "from what an earlier run of the same command left there; removed when all is done.", HelpName = "DIR" };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Says nothing but errors." };
    private readonly Option<bool> _noProgress = new("--no-progress") { Description = "Shows no progress." };

    /// <summary>Adds the flags to a verb.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="withReport">Whether it can write a report.</param>
    /// <param name="resumes">Whether it can keep what it has done and go on from it.</param>
    public RunOptions(Command command, bool withReport = true, bool resumes = false)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Options.Add(_seed);
        command.Options.Add(_threads);
        command.Options.Add(_json);
        if (withReport)
        {
            command.Options.Add(_report);
        }

        if (resumes)
        {
            command.Options.Add(_resume);
        }

        command.Options.Add(_quiet);
        command.Options.Add(_noProgress);
    }

    /// <summary>The seed.</summary>
    public long Seed(ParseResult parsed) => parsed.GetValue(_seed);

    /// <summary>Where JSON goes, or null.</summary>
    public string? Json(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>Where the report goes, or null.</summary>
    public string? Report(ParseResult parsed) => parsed.GetValue(_report);

    /// <summary>Whether only errors are said.</summary>
    public bool Quiet(ParseResult parsed) => parsed.GetValue(_quiet);

    /// <summary>The number of threads: as asked, else the cores this process may use, else what Slurm allotted.</summary>
    /// <exception cref="CausalLoomException">Below one.</exception>
    public int Threads(ParseResult parsed)
    {
        if (parsed.GetValue(_threads) is int asked)
        {
            return asked >= 1 ? asked
                : throw new CausalLoomException($"--threads {asked.ToString(CultureInfo.InvariantCulture)} is below 1.");
        }

        string? slurm = Environment.GetEnvironmentVariable("SLURM_CPUS_PER_TASK");
        return int.TryParse(slurm, NumberStyles.None, CultureInfo.InvariantCulture, out int cpus) && cpus >= 1
            ? Math.Min(cpus, Environment.ProcessorCount)
            : Environment.ProcessorCount;
    }

    /// <summary>The progress display for this run; invisible unless a person watches a terminal.</summary>
    private ProgressLine Progress(ParseResult parsed, Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        bool wanted = !Quiet(parsed) && !parsed.GetValue(_noProgress) && !Console.IsErrorRedirected;
        return new ProgressLine(surroundings, wanted, Quiet(parsed));
    }

    /// <summary>Does a job's work with its progress shown.</summary>
    public T Do<T>(ParseResult parsed, Surroundings surroundings, Func<JobContext, T> work, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        ArgumentNullException.ThrowIfNull(work);
        ProgressLine line = Progress(parsed, surroundings);
        if (parsed.GetValue(_resume) is { } folder)
        {
            surroundings.Work ??= new JobWork(folder);
        }

        try
        {
            T result = work(new JobContext { Threads = Threads(parsed), Listener = line, Cancellation = cancellation,
                Catalogues = Installed.Catalogues, Work = surroundings.Work });
            surroundings.Step = "writing results";
            return result;
        }
        finally
        {
            line.Done();
        }
    }

    /// <summary>Writes what a job found where it is asked for: JSON, the page, and a summary on standard output but beside JSON.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="surroundings">Where texts go.</param>
    /// <param name="result">What the job found.</param>
    /// <param name="page">Makes the page, or null where the verb has none.</param>
    public void Deliver(ParseResult parsed, Surroundings surroundings, IJobResult result, Func<string>? page = null)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        ArgumentNullException.ThrowIfNull(result);
        WriteJson(parsed, surroundings, result);
        if (page is not null && Report(parsed) is { } report)
        {
            Results.Write(page(), report, surroundings);
        }

        if (Json(parsed) != "-")
        {
            surroundings.Output.Write(result.Summary());
        }
    }

    /// <summary>Writes what a job found as JSON where it is asked for.</summary>
    public void WriteJson(ParseResult parsed, Surroundings surroundings, IJobResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (Json(parsed) is { } json)
        {
            Results.Write(result.Json(), json, surroundings);
        }
    }

    /// <summary>Says something to a person, in one line or more, unless they asked for quiet.</summary>
    public void Say(ParseResult parsed, Surroundings surroundings, string line)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        if (!Quiet(parsed))
        {
            surroundings.After.WriteLine(line.TrimEnd('\n'));
        }
    }
}
