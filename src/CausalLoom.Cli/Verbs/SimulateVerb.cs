using System.CommandLine;
using System.Text;
using CausalLoom.Catalogue;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Jobs;
using CausalLoom.Simulators;

namespace CausalLoom.Cli.Verbs;

/// <summary>`causalloom simulate`: rows of a process whose truth is known.</summary>
public static class SimulateVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        Argument<string?> name = new("DGP") { Description = "The process; --list shows them.", Arity = ArgumentArity.ZeroOrOne };
        Option<int?> rows = new("--rows") { Description = "How many rows to draw.", HelpName = "N" };
        Option<string?> output = new("--output", "-o") { Description = "The data.", HelpName = "OUT.csv" };
        Option<string?> truth = new("--truth")
            { Description = "Also writes mu0, mu1, cate, y0, y1 and propensity of every row.", HelpName = "FILE.csv" };
        Option<string[]> settings = new("--set")
            { Description = "A setting of the process; may be given more than once.", HelpName = "name=value" };
        Option<bool> list = new("--list") { Description = "Lists the processes and their settings." };
        Command command = new("simulate", "Draws data from a process whose truth is known.") { name, rows, output, truth, settings, list };
        RunOptions run = new(command, withReport: false);
        command.SetAction((parsed, cancellation) =>
        {
            if (parsed.GetValue(list))
            {
                surroundings.Output.Write(List());
                return Task.FromResult(ExitCode.Done);
            }

            string process = parsed.GetValue(name)
                ?? throw new CausalLoomException("simulate needs the name of a process; --list shows them.");
            string[] set = parsed.GetValue(settings) ?? [];
            _ = Installed.Catalogues.CreateSimulator(process, set);
            int count = parsed.GetValue(rows) ?? throw new CausalLoomException("simulate needs --rows N.");
            string path = parsed.GetValue(output) ?? throw new CausalLoomException("simulate needs --output FILE.csv.");
            RowFiles files = new(path, parsed.GetValue(truth));
            OutputPath.Check([], ("--output", path), ("--truth", files.TruthPath), ("--json", run.Json(parsed)));
            SimulateJob job = new() { Process = process, Settings = set, Rows = count, Output = files, Seed = run.Seed(parsed) };
            SimulateResult result = run.Do(parsed, surroundings, job.Run, cancellation);
            run.WriteJson(parsed, surroundings, result);
            run.Say(parsed, surroundings, result.Summary());
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static string List()
    {
        StringBuilder text = new();
        foreach (Part<ISimulator> part in Installed.Catalogues.Simulators)
        {
            text.Append(part.Name).Append(": ").Append(part.Help).Append('\n');
            foreach (OptionField option in part.Options.Fields)
            {
                text.Append("    --set ").Append(option.Name.Replace('-', '_')).Append('=').Append(option.Default).Append("  ")
                    .Append(option.Meaning).Append('\n');
            }
        }

        return text.ToString();
    }
}
