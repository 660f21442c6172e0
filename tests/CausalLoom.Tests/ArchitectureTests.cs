using CausalLoom.Data;
using CausalLoom.Io;
using CausalLoom.Models;

namespace CausalLoom.Tests;

/// <summary>Holds the arrows between rooms that docs/architecture.md draws.</summary>
public sealed class ArchitectureTests
{
    // Io lies below every room.
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Io"] = [],
        ["Models"] = [],
        ["Data"] = ["Models"],
        ["Catalogue"] = ["Models"],
        ["Expressions"] = ["Data", "Models"],
        ["Rules"] = ["Data", "Models", "Expressions"],
        ["Generators"] = ["Catalogue", "Data", "Models", "Rules"],
        ["Mechanisms"] = ["Catalogue", "Data", "Models"],
        ["Estimation"] = ["Catalogue", "Data", "Models", "Mechanisms"],
        ["Imputation"] = ["Data", "Models", "Estimation"],
        ["Synthesis"] = ["Catalogue", "Data", "Models", "Rules", "Generators", "Mechanisms", "Estimation"],
        ["Simulators"] = ["Catalogue", "Data", "Synthesis"],
        ["Overlap"] = ["Data", "Models", "Mechanisms", "Estimation"],
        ["Evaluation"] = ["Data", "Models", "Rules", "Mechanisms", "Estimation"],
        ["Sandbox"] = ["Catalogue", "Data", "Models", "Expressions", "Rules", "Generators", "Mechanisms", "Estimation", "Synthesis",
            "Evaluation"],
        ["Methods"] = ["Catalogue", "Data", "Models", "Generators", "Mechanisms", "Estimation", "Synthesis", "Sandbox"],
        ["Studies"] = ["Catalogue", "Data", "Models", "Generators", "Mechanisms", "Estimation", "Synthesis", "Simulators", "Evaluation",
            "Sandbox", "Methods", "Overlap"],
        ["Releases"] = ["Data", "Models", "Generators", "Mechanisms", "Estimation", "Synthesis"],
        ["Jobs"] = ["Catalogue", "Data", "Models", "Expressions", "Rules", "Generators", "Mechanisms", "Estimation", "Synthesis",
            "Simulators", "Evaluation", "Sandbox", "Methods", "Studies", "Overlap", "Releases", "Imputation"],
    };

    public static TheoryData<string> Rooms => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void ARoomUsesOnlyTheRoomsItMay(string room)
    {
        List<string> wrong = [];
        foreach (Type type in typeof(Table).Assembly.GetTypes().Where(t => Room(t) == room))
        {
            foreach (Type used in IlReferences.Of(type))
            {
                string? other = Room(used);
                if (other is not null and not "Io" && other != room && !Allowed[room].Contains(other))
                {
                    wrong.Add($"{type.FullName} uses {used.FullName}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong.Distinct()));
    }

    [Fact]
    public void EveryRoomHasItsRule()
    {
        string[] rooms = [.. typeof(Table).Assembly.GetTypes().Select(Room).OfType<string>().Distinct()];
        Assert.NotEmpty(rooms);
        Assert.Empty(rooms.Except(Allowed.Keys));
    }

    [Theory]
    [InlineData(typeof(Table))]
    [InlineData(typeof(CausalLoom.Numerics.Linear.Matrix))]
    public void NothingHereTalksToANetwork(Type of)
    {
        // CausalLoom.Llm does, and is a package of its own.
        string[] used = [.. of.Assembly.GetReferencedAssemblies().Select(name => name.Name!)];
        Assert.Contains("System.Runtime", used);
        Assert.DoesNotContain(used, name => name.StartsWith("System.Net", StringComparison.Ordinal)
            || name.StartsWith("System.ClientModel", StringComparison.Ordinal) || name.StartsWith("OpenAI", StringComparison.Ordinal));
    }

    [Fact]
    public void TheRootUsesNoRoom()
    {
        Type[] root = [.. typeof(Table).Assembly.GetTypes().Where(t => t.Namespace == "CausalLoom")];
        Assert.Contains(typeof(FitContext), root);
        Assert.DoesNotContain(root.SelectMany(IlReferences.Of), used => Room(used) is not null);
    }

    [Theory]
    [InlineData(typeof(Caller), typeof(Suggestion))]
    [InlineData(typeof(Caller), typeof(Table))]
    [InlineData(typeof(Caller), typeof(ModelState))]
    [InlineData(typeof(Caller), typeof(CausalLoomException))]
    public void WhatIsOnlyNamedInABodyCounts(Type type, Type used) => Assert.Contains(used, IlReferences.Of(type));

    private static string? Room(Type type)
    {
        const string prefix = "CausalLoom.";
        if (type.Assembly != typeof(Table).Assembly || type.Namespace is not
            { } space || !space.StartsWith(prefix, StringComparison.Ordinal))
        {
            return null;
        }

        return space[prefix.Length..].Split('.')[0];
    }

    /// <summary>Names rooms in ways that leave nothing in fields, signatures and local variables.</summary>
    private static class Caller
    {
        // The switch table and the long constant are operands that a reader must step over.
        public static string Call(object value, int which)
        {
            try
            {
                return which switch
                {
                    0 => Suggestion.For("a", []),
                    1 => $"{value is Table}",
                    2 => typeof(List<ModelState>).Name,
                    3 => $"{0x28282828_28282828L}",
                    _ => string.Empty,
                };
            }
            catch (CausalLoomException)
            {
                return string.Empty;
            }
        }
    }
}
