namespace CausalLoom.Fuzz.Targets;

/// <summary>All that reads what strangers wrote; a new reader is a line here.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        TableTargets.Csv, TableTargets.Roles, TableTargets.Truth, .. TableTargets.Formats, TableTargets.Excel,
        TextTargets.Schema, TextTargets.Redcap, TextTargets.Study, TextTargets.Expression, TextTargets.Knob, TextTargets.Rules,
        ModelTargets.Archive, ModelTargets.Sealed, ModelTargets.Model, CheckpointTargets.SafeTensors, CheckpointTargets.Tokeniser,
        ReplyTargets.Reply, ReplyTargets.Cache,
    ];
}
