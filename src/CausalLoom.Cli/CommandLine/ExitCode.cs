namespace CausalLoom.Cli.CommandLine;

/// <summary>The exit codes (docs/files.md).</summary>
public static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The work failed; the message says at which step.</summary>
    public const int Failed = 1;

    /// <summary>Bad usage or bad input.</summary>
    public const int BadInput = 2;

    /// <summary>Cancelled.</summary>
    public const int Cancelled = 130;
}
