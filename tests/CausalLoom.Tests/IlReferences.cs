using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace CausalLoom.Tests;

/// <summary>
/// The types that a type is made of and works with: its bases, fields, signatures, local variables, and what its methods' IL names
/// (calls, fields, casts, tokens; ECMA-335, partition III). The compiler leaves no trace of constants and of names in `nameof`.
/// </summary>
internal static class IlReferences
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<int, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => (int)(ushort)code.Value);

    /// <summary>The types that a type uses, its type arguments' parts each for itself.</summary>
    public static IEnumerable<Type> Of(Type type)
    {
        IEnumerable<Type> types = type.GetInterfaces();
        types = type.BaseType is { } parent ? types.Append(parent) : types;
        types = types.Concat(type.GetFields(All).Select(f => f.FieldType));
        types = types.Concat(type.GetGenericArguments().SelectMany(Constraints));
        types = types.Concat(CustomAttributeData.GetCustomAttributes(type).Select(a => a.AttributeType));
        foreach (MethodBase method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
        {
            types = types.Concat(method.GetParameters().Select(p => p.ParameterType)).Concat(Body(method));
            if (method is MethodInfo info)
            {
                types = types.Append(info.ReturnType).Concat(info.GetGenericArguments().SelectMany(Constraints));
            }
        }

        return types.SelectMany(Parts).Distinct();
    }

    private static IEnumerable<Type> Constraints(Type argument) =>
        argument.IsGenericParameter ? argument.GetGenericParameterConstraints() : [];

    private static IEnumerable<Type> Body(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body)
        {
            return [];
        }

        Type[] caught = [.. body.ExceptionHandlingClauses.Where(c => c.Flags == ExceptionHandlingClauseOptions.Clause)
            .Select(c => c.CatchType).OfType<Type>()];
        return body.LocalVariables.Select(v => v.LocalType).Concat(caught).Concat(Named(method, body.GetILAsByteArray()!));
    }

    private static List<Type> Named(MethodBase method, byte[] il)
    {
        Type[] ofType = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : [];
        Type[] ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : [];
        List<Type> named = [];
        for (int at = 0; at < il.Length;)
        {
            int first = il[at++];
            OpCode code = Codes[first == 0xFE ? (first << 8) | il[at++] : first];
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                int token = BinaryPrimitives.ReadInt32LittleEndian(il.AsSpan(at));
                named.AddRange(Types(method.Module.ResolveMember(token, ofType, ofMethod)!));
            }

            at += OperandLength(code.OperandType, il.AsSpan(at));
        }

        return named;
    }

    private static int OperandLength(OperandType kind, ReadOnlySpan<byte> operand) => kind switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(operand)),
        _ => 4,
    };

    private static IEnumerable<Type> Types(MemberInfo member) => member switch
    {
        Type type => [type],
        MethodInfo { IsGenericMethod: true } method => method.GetGenericArguments().Append(method.DeclaringType!),
        _ => member.DeclaringType is { } type ? [type] : [],
    };

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
        {
            return Parts(type.GetElementType()!);
        }

        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type) : [type];
    }
}
