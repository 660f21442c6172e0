using System.Reflection;
using CausalLoom.Data;

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
        ["Generators"] = ["Catalogue", "Data", "Models"],
        ["Mechanisms"] = ["Catalogue", "Data", "Models"],
        ["Estimation"] = ["Catalogue", "Data", "Models", "Mechanisms"],
        ["Synthesis"] = ["Catalogue", "Data", "Models", "Generators", "Mechanisms", "Estimation"],
        ["Simulators"] = ["Catalogue", "Data", "Synthesis"],
        ["Overlap"] = ["Data", "Models", "Mechanisms", "Estimation"],
        ["Evaluation"] = ["Data", "Models", "Mechanisms", "Estimation"],
        ["Sandbox"] = ["Catalogue", "Data", "Models", "Generators", "Mechanisms", "Estimation", "Synthesis", "Evaluation"],
        ["Studies"] = ["Catalogue", "Data", "Models", "Generators", "Mechanisms", "Estimation", "Synthesis", "Simulators", "Evaluation",
            "Sandbox", "Overlap"],
    };

    public static TheoryData<string> Rooms => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void ARoomUsesOnlyTheRoomsItMay(string room)
    {
        List<string> wrong = [];
        foreach (Type type in typeof(Table).Assembly.GetTypes().Where(t => Room(t) == room))
        {
            foreach (Type used in Used(type))
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

    /// <summary>Types in fields, signatures and local variables: what a type is made of and works with.</summary>
    private static IEnumerable<Type> Used(Type type)
    {
        const BindingFlags all =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        IEnumerable<Type> types = type.GetInterfaces();
        types = types.Concat(type.GetFields(all).Select(f => f.FieldType));
        foreach (MethodBase method in type.GetMethods(all).Cast<MethodBase>().Concat(type.GetConstructors(all)))
        {
            types = types.Concat(method.GetParameters().Select(p => p.ParameterType));
            types = types.Concat(method.GetMethodBody()?.LocalVariables.Select(v => v.LocalType) ?? []);
            if (method is MethodInfo info)
            {
                types = types.Append(info.ReturnType);
            }
        }

        return types.SelectMany(Parts);
    }

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
        {
            return Parts(type.GetElementType()!);
        }

        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type) : [type];
    }
}
