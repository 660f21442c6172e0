using System.CommandLine;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Jobs;
using CausalLoom.Studies;

namespace CausalLoom.Cli.Verbs;

/// <summary>`causalloom study run`: does what is left of a study.</summary>
public static class StudyRunVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        Argument<string> file = new("STUDY.yaml") { Description = "The study (docs/studies.md)." };
        Option<string> folder = new("--out")
            { Description = "The study's folder; made if it is not there, gone on with if it is.", HelpName = "DIR", Required = true };
        Option<string?> part = new("--shard") { Description =
            "Does every N-th unit of work only, beginning with the I-th; `study report` puts shards together.", HelpName = "I/N" };
        Command command = new("run", "Runs a study, or what is left of it. The seed is in the file.") { file, folder, part };
        RunOptions run = StudyOutput.Options(command);
        Option<string?> table = StudyOutput.Table(command);
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(file), target = parsed.GetRequiredValue(folder);
            StudyShard shard = parsed.GetValue(part) is { } text ? StudyShard.Parse(text) : StudyShard.Whole;
            if (shard != StudyShard.Whole && (run.Report(parsed) is not null ? ("--report", "html") : parsed.GetValue(table) is not null
                ? ("--table", "md") : default((string, string)?)) is (var flag, var ending))
            {
                throw new CausalLoomException($"{flag} with --shard: a shard is not the whole study. Leave it out and use `causalloom "
                    + $"study report DIR {flag} FILE.{ending}` when all shards are done.");
            }

            OutputPath.Check([path], ("--json", run.Json(parsed)), ("--report", run.Report(parsed)), ("--table", parsed.GetValue(table)));
            surroundings.Step = "reading the study";
            StudyOutput.CheckTable(StudyFile.Read(path, Installed.Catalogues), parsed.GetValue(table));
            StudyJob job = new() { File = path, Folder = target, Shard = shard };
            StudyResult result;
            try
            {
                result = run.Do(parsed, surroundings, job.Run, cancellation);
            }
            catch (OperationCanceledException)
            {
                surroundings.Error.WriteLine("causalloom: cancelled; finished units are kept: the same command goes on from there.");
                return Task.FromResult(ExitCode.Cancelled);
            }

            run.Say(parsed, surroundings,
                FormattableString.Invariant($"{result.DoneNow} units done now, {result.DoneBefore} were done before."));
            if (shard == StudyShard.Whole)
            {
                StudyOutput.Write(result.Done, run, parsed, parsed.GetValue(table), surroundings);
            }
            else
            {
                run.WriteJson(parsed, surroundings, result);
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
