using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace CausalLoom.Tests.Data;

/// <summary>Runs a property on generated cases, always the same ones.</summary>
internal static class Properties
{
    // Everything that CSV, YAML and JSON have trouble with, and ordinary letters.
    private static readonly string[] Pieces =
    [
        "a", "b", "Z", "0", "7", " ", ",", ";", "\t", "\"", "\"\"", "\n", "\r", "\r\n", "'", "\\", ":", "#", "-", "=", "+", "@", ".", "{",
            "[", "é", "ß", "漢", "😀", "\u2028", "\u0007", "\uFEFF", "no", "NA",
    ];

    /// <summary>Texts that hold a letter, so that they are neither missing nor numbers.</summary>
    public static Gen<string> Texts { get; } =
        from pieces in Gen.ListOf(Gen.Elements(Pieces))
        from letter in Gen.Elements("x", "yy", "é")
        from behind in Gen.ListOf(Gen.Elements(Pieces))
        select string.Concat(pieces.Take(4)) + letter + string.Concat(behind.Take(4));

    /// <summary>Checks a property on 200 cases.</summary>
    public static void Check<T>(Gen<T> cases, Action<T> property)
    {
        Config config = Config.QuickThrowOnFailure
            .WithMaxTest(200)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(20_26UL, 11UL), FSharpOption<int>.None)));
        FsCheck.Check.One(config, Prop.ForAll(Arb.From(cases), property));
    }
}
