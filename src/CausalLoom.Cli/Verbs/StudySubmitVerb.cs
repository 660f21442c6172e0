using System.Globalization;
using System.CommandLine;
using System.Text.Json.Nodes;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Studies;
using CausalLoom.Studies.Slurm;

namespace CausalLoom.Cli.Verbs;

/// <summary>`causalloom study submit`: what is left of a study as a Slurm job array, and a job that puts it together.</summary>
public static class StudySubmitVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        Argument<string> file = new("STUDY.yaml") { Description = "The study (docs/studies.md)." };
        Option<string> folder = new("--out") { Description = "The study's folder, where the cluster's nodes see it; made if it is not "
            + "there, gone on with if it is.", HelpName = "DIR", Required = true };
        Option<bool> slurm = new("--slurm")
            { Description = "To Slurm, the scheduler this verb knows; for any other use `study run --shard I/N`." };
        Command command = new("submit",
            "Submits what is left of a study as a Slurm job array and a job that merges. The seed is in the file.") { file, folder, slurm };
        SubmitOptions options = new(command);
        command.SetAction((parsed, cancellation) =>
        {
            if (!parsed.GetValue(slurm))
            {
                throw new CausalLoomException("`study submit` needs --slurm, the scheduler it knows. For any other, run `causalloom study "
                    + "run STUDY.yaml --out DIR --shard I/N` N times and then `causalloom study report DIR`.");
            }

            string path = parsed.GetRequiredValue(file);
            OutputPath.CheckAtOnce([path], ("--json", options.Json(parsed)), ("--report", options.Report(parsed)));
            SlurmSettings settings = options.Settings(parsed).Validate();
            surroundings.Step = "reading the study";
            StudyFolder study = StudyFolder.Create(parsed.GetRequiredValue(folder), path, Installed.Catalogues);
            SlurmPlan plan = new(study, path, settings, options.Tool(parsed));
            return new Submission(study, plan, options, parsed, surroundings).RunAsync(cancellation);
        });
        return command;
    }

    /// <summary>One submission, with where it says things.</summary>
    private sealed class Submission(StudyFolder study, SlurmPlan plan, SubmitOptions options, ParseResult parsed, Surroundings surroundings)
    {
        private SlurmJobs? _jobs;

        public async Task<int> RunAsync(CancellationToken cancellation)
        {
            if (plan.UnitsLeft == 0)
            {
                StudyOutput.Write(StudySummary.Write(study), null, options.Report(parsed), options.Json(parsed) != "-", surroundings);
                Say("all units are done: nothing is submitted.");
                WriteJson(complete: true);
                return ExitCode.Done;
            }

            await RefuseSecondAsync(cancellation).ConfigureAwait(false);
            surroundings.Step = "writing the scripts";
            plan.WriteScripts();
            if (options.IsDryRun(parsed))
            {
                DryRun();
                return ExitCode.Done;
            }

            surroundings.Step = "submitting";
            return await SubmitAsync(cancellation).ConfigureAwait(false);
        }

        // Two arrays at the same units would do no harm, and all the work twice.
        private async Task RefuseSecondAsync(CancellationToken cancellation)
        {
            if (options.IsDryRun(parsed) || SlurmJobs.Read(plan) is not { } last)
            {
                return;
            }

            IReadOnlyList<string> running = await SlurmClient.InQueueAsync(last, [plan.JobName, plan.MergeName], cancellation)
                .ConfigureAwait(false);
            if (running.Count > 0)
            {
                throw new CausalLoomException($"This study is in the queue already (job {string.Join(" and ", running)}). Let it end, or "
                    + $"stop it with `scancel {string.Join(' ', running)}`; then submit what is left.");
            }
        }

        private async Task<int> SubmitAsync(CancellationToken cancellation)
        {
            SlurmJobs jobs =
                Keep(new SlurmJobs(await SlurmClient.SubmitAsync(plan.ArrayArguments, cancellation).ConfigureAwait(false), null));
            string merge;
            try
            {
                merge = await SlurmClient.SubmitAsync(plan.MergeArguments(SlurmJobs.Number(jobs.Array)), cancellation)
                    .ConfigureAwait(false);
            }
            catch (IOException e)
            {
                throw new IOException($"the array is job {jobs.Array}, but the job that merges is none: {e.Message} When the array has "
                    + $"ended, run `causalloom study report {ShellWord.Quote(study.Root)}`.", e);
            }

            catch (OperationCanceledException)
            {
                await surroundings.Error.WriteLineAsync($"causalloom: stopped before the job that merges was submitted; the "
                    + $"array goes on: `scancel {SlurmJobs.Number(jobs.Array)}` stops it. When it has ended, run `causalloom study report "
                    + $"{ShellWord.Quote(study.Root)}`.").ConfigureAwait(false);
                return ExitCode.Cancelled;
            }

            Keep(jobs with { Merge = merge });
            if (options.Json(parsed) != "-")
            {
                surroundings.Output.WriteLine($"array {jobs.Array}\nmerge {merge}");
            }

            Say(string.Create(CultureInfo.InvariantCulture, $"{plan.UnitsLeft} of {study.Plan.Units.Count} units in {plan.TasksLeft.Count} "
                + $"tasks; `causalloom study status {ShellWord.Quote(study.Root)}` shows how far they are."));
            if (!options.Waits(parsed))
            {
                WriteJson(complete: false);
                return ExitCode.Done;
            }

            surroundings.Step = "waiting for the jobs";
            return await WaitAsync(jobs with { Merge = merge }, cancellation).ConfigureAwait(false);
        }

        private async Task<int> WaitAsync(SlurmJobs jobs, CancellationToken cancellation)
        {
            bool complete;
            try
            {
                complete = await SlurmClient.WaitAsync(jobs.Merge!, cancellation).ConfigureAwait(false)
                    ?? StudySummary.Of(study).IsComplete;
            }
            catch (OperationCanceledException)
            {
                await surroundings.Error.WriteLineAsync($"causalloom: no longer waiting; the jobs go on: `scancel "
                    + $"{SlurmJobs.Number(jobs.Array)} {SlurmJobs.Number(jobs.Merge!)}` stops them.").ConfigureAwait(false);
                return ExitCode.Cancelled;
            }

            WriteJson(complete);
            if (complete)
            {
                Say($"done: {study.Results} and {study.Summary}.");
                return ExitCode.Done;
            }

            await surroundings.Error.WriteLineAsync($"causalloom: the jobs have ended and the study is not complete: see *.out in "
                + $"{plan.Folder}. The same command submits what is left.").ConfigureAwait(false);
            return ExitCode.Failed;
        }

        // Known from now on, whatever becomes of this process.
        private SlurmJobs Keep(SlurmJobs jobs)
        {
            jobs.Write(plan);
            return _jobs = jobs;
        }

        private void DryRun()
        {
            surroundings.Documents.WriteLine($"array=$(sbatch {ShellWord.Line(plan.ArrayArguments)}) &&");
            IEnumerable<string> merge = plan.MergeArguments("ARRAY").Select(word => word == "--dependency=afterany:ARRAY"
                ? "--dependency=afterany:\"${array%%;*}\"" : ShellWord.Quote(word));
            surroundings.Documents.WriteLine($"sbatch {string.Join(' ', merge)}");
            Say(string.Create(CultureInfo.InvariantCulture, $"{plan.UnitsLeft} of {study.Plan.Units.Count} units in {plan.TasksLeft.Count} "
                + $"tasks; the scripts are in {plan.Folder}; nothing is submitted."));
        }

        private void WriteJson(bool complete) => Results.Write(
            new JsonObject
            {
                ["version"] = Product.Version,
                ["name"] = study.Study.Name,
                ["array"] = _jobs?.Array,
                ["merge"] = _jobs?.Merge,
                ["tasks"] = new JsonArray([.. plan.TasksLeft.Select(task => JsonValue.Create(task))]),
                ["task_count"] = plan.Tasks,
                ["units"] = new JsonObject { ["submitted"] = plan.UnitsLeft, ["all"] = study.Plan.Units.Count },
                ["complete"] = complete,
            },
            options.Json(parsed),
            surroundings);

        private void Say(string line)
        {
            if (!options.Quiet(parsed))
            {
                surroundings.Error.WriteLine(line);
            }
        }
    }
}
