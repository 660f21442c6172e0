using CausalLoom.Io;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using CausalLoom.Cli.Verbs;

namespace CausalLoom.Cli.CommandLine;

/// <summary>The command line as a whole: parses, runs one verb, and turns what happens into an exit code and one line.</summary>
public static class Application
{
    /// <summary>Runs one command line.</summary>
    /// <param name="args">The arguments after `causalloom`.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where everything else goes.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        using CancellationTokenSource cancellation = new();
        using OutputBatch batch = OutputBatch.Begin();
        using Watchdog watchdog = new(cancellation, batch, error);

        using HeldWriter results = new(output, batch), after = new(error, batch);
        Surroundings surroundings = new(results, error, args, after);
        RootCommand tool = Tool(surroundings);
        surroundings.Know(OptionSpelling.Of(tool));
        ParseResult parsed = tool.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await error.WriteLineAsync($"causalloom: {OneLine(Fault(parsed))} See `causalloom {Verb(parsed)}--help`.")
                .ConfigureAwait(false);
            return ExitCode.BadInput;
        }

        try
        {
            InvocationConfiguration configuration = new()
                { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = output, Error = error };
            int code = await parsed.InvokeAsync(configuration, cancellation.Token).ConfigureAwait(false);
            surroundings.Step = "writing results";
            batch.Publish();
            results.Release();
            after.Release();
            Done(surroundings);
            return code;
        }
        catch (OperationCanceledException)
        {
            await surroundings.Error.WriteLineAsync("causalloom: cancelled; no output was written."
                + (surroundings.Work is null ? string.Empty : " The same command goes on from what was kept.")).ConfigureAwait(false);
            return ExitCode.Cancelled;
        }
        catch (CausalLoomException e)
        {
            await surroundings.Error.WriteLineAsync("causalloom: " + OneLine(e.Message)).ConfigureAwait(false);
            return ExitCode.BadInput;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await surroundings.Error.WriteLineAsync("causalloom: " + OneLine(e.Message)).ConfigureAwait(false);
            return ExitCode.Failed;
        }
        catch (Exception e) when (e is OverflowException or OutOfMemoryException)
        {
            await surroundings.Error.WriteLineAsync($"causalloom: while {surroundings.Step}: the sizes asked for are more than memory can "
                + $"hold. Lower the options, or use fewer rows or columns.").ConfigureAwait(false);
            return ExitCode.Failed;
        }
        catch (Exception e) when (Environment.GetEnvironmentVariable("CAUSALLOOM_DEBUG") is null)
        {
            await surroundings.Error.WriteLineAsync($"causalloom: internal error while {surroundings.Step}: "
                + $"{OneLine(e.Message)} ({e.GetType().Name}). "
                + $"Set CAUSALLOOM_DEBUG=1 for details and report it.").ConfigureAwait(false);
            return ExitCode.Failed;
        }
        finally
        {
            surroundings.Work?.Dispose();
        }
    }

    /// <summary>The tool with its verbs.</summary>
    public static RootCommand Tool(Surroundings surroundings)
    {
        RootCommand root = new("Synthetic data for causal inference, and the proof that they can be trusted. Tables are read and "
            + "written by the ending of their names: .csv, .parquet, .arrow, .feather, .xpt (SAS transport), .json and .ndjson "
            + "(Dataset-JSON), each also with .gz or .zst; .xlsx and .tsv are read.")
        {
            DemoVerb.Create(surroundings),
            InspectVerb.Create(surroundings),
            SynthesizeVerb.Create(surroundings),
            FitVerb.Create(surroundings),
            SampleVerb.Create(surroundings),
            EvaluateVerb.Create(surroundings),
            EstimateVerb.Create(surroundings),
            AugmentVerb.Create(surroundings),
            CertifyVerb.Create(surroundings),
            SimulateVerb.Create(surroundings),
            SandboxVerb.Create(surroundings),
            StudyVerb.Create(surroundings),
        };
        return root;
    }

    // What was kept is for a run that has not come to its end.
    private static void Done(Surroundings surroundings)
    {
        surroundings.Work?.Complete();
        if (surroundings.Work?.Fault is { } fault)
        {
            surroundings.Error.WriteLine("warning: of the work folder: " + OneLine(fault));
        }
    }

    private static string Fault(ParseResult parsed)
    {
        Command at = parsed.CommandResult.Command;
        string? word = parsed.UnmatchedTokens.FirstOrDefault(token => token.StartsWith('-'))
            ?? (parsed.UnmatchedTokens is [var first, ..] ? first : null)
            ?? at.Arguments.SelectMany(argument => parsed.GetResult(argument)?.Tokens ?? [])
                .FirstOrDefault(token => token.Value.StartsWith("--", StringComparison.Ordinal))?.Value;
        if (word is null)
        {
            return Plain(parsed.Errors[0].Message);
        }

        string[] verbs = [.. at.Subcommands.Select(c => c.Name)];
        if (verbs.Length > 0 && !word.StartsWith('-'))
        {
            string of = at is RootCommand ? string.Empty : $" of {at.Name}";
            return $"There is no verb '{word}'{of}.{Suggestion.For(word, verbs)} The verbs are: {string.Join(", ", verbs)}.";
        }

        // A word that fits nowhere may also be the consequence of another fault, which then comes first.
        string near = word.StartsWith('-')
            ? Suggestion.For(word.Split('=')[0], [.. at.Options.Select(option => option.Name)]) : string.Empty;
        return near.Length > 0 ? $"There is no flag '{word}'.{near}" : Plain(parsed.Errors[0].Message);
    }

    // The parser names its own types, which mean nothing to a user.
    private static string Plain(string message) => Regex.Replace(
        message,
        @"^Cannot parse argument '(.*)' for option '(\S+)' as expected type '[^']*(Int32|Int64|Double)[^']*'\.$",
        fault => $"{fault.Groups[2].Value} takes a {(fault.Groups[3].Value == "Double" ? "number" : "whole number within bounds")}, which "
            + $"'{fault.Groups[1].Value}' is not.",
        RegexOptions.Singleline,
        TimeSpan.FromSeconds(1));

    private static string Verb(ParseResult parsed)
    {
        string words = string.Empty;
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult { Command: not RootCommand } verb; at = at.Parent)
        {
            words = verb.Command.Name + " " + words;
        }

        return words;
    }

    private static string OneLine(string message) => VisibleText.Line(message);
}
