using System.Collections;
using System.Numerics;
using System.Text.RegularExpressions;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Door;

/// <summary>The arguments that an operator's schema asks for, and .NET values as such arguments.</summary>
internal sealed unsafe partial class CallSchema
{
    private readonly Argument[] _arguments;

    /// <summary>Reads a schema.</summary>
    /// <param name="text">As libtorch prints it: <c>aten::name.overload(type name=default, *, ...) -&gt;
    /// results</c>.</param>
    public CallSchema(string text)
    {
        Text = text;
        _arguments = [.. Arguments(text).Where(part => part != "*").Select(Argument.Parse)];
    }

    /// <summary>The schema as libtorch prints it.</summary>
    public string Text { get; }

    /// <summary>Checks how many arguments there are.</summary>
    /// <exception cref="ArgumentException">There are too many arguments, or one without a default is left
    /// out.</exception>
    public void RequireCount(object?[] arguments)
    {
        if (arguments.Length > _arguments.Length)
        {
            throw new ArgumentException(
                $"The operator takes {_arguments.Length} arguments, but {arguments.Length} came: {Text}");
        }

        var missing = _arguments.Skip(arguments.Length).FirstOrDefault(argument => !argument.HasDefault);
        if (missing is not null) throw new ArgumentException($"The argument '{missing.Name}' is missing: {Text}");
    }

    /// <summary>A .NET value as argument number <paramref name="index"/>.</summary>
    /// <exception cref="ArgumentException">It is not of the kind that the schema asks for.</exception>
    public NkVal Value(int index, object? value, CallMemory memory)
    {
        var argument = _arguments[index];
        if (value == Type.Missing && argument.HasDefault) return default;
        if (value is null && argument.IsOptional) return NkVal.None;
        return Of(argument, value, memory) ?? throw new ArgumentException(
            $"The argument '{argument.Name}' must be {argument.Type}{(argument.IsOptional ? " or null" : "")}, but " +
            $"is {Describe(value)}: {Text}");
    }

    private static NkVal? Of(Argument argument, object? value, CallMemory memory) => argument.Type switch
    {
        "Tensor" => value is Tensor tensor ? NkVal.Of(memory.Keep(tensor)) : null,
        "Tensor[]" => Tensors(value, memory, NkTag.TensorList),
        "Tensor?[]" => Tensors(value, memory, NkTag.OptionalTensorList),
        "int" or "SymInt" => Integer(value) is { } number ? NkVal.Of(number) : null,
        "ScalarType" => value is ScalarType type ? NkVal.Of(type) : null,
        "Layout" or "MemoryFormat" => value is Enum kind ? NkVal.Of(Convert.ToInt64(kind))
            : Integer(value) is { } number ? NkVal.Of(number) : null,
        "float" => Real(value) is { } number ? NkVal.Of(number) : null,
        "bool" => value is bool flag ? NkVal.Of(flag) : null,
        "Scalar" => ScalarOf(value) is { } scalar ? NkVal.Of(scalar) : null,
        "str" => value is string text ? Text8(text, memory) : null,
        "Device" => value is Device or string ? NkVal.Of(value as Device ?? device((string)value)) : null,
        "Generator" => value is Generator generator ? NkVal.Of(generator) : null,
        _ when argument.Element is "int" or "SymInt" => List(argument, value, Integer) is { } items
            ? new() { Tag = NkTag.IntList, Count = items.Length, Pointer = (nint)memory.Copy(items) } : null,
        _ when argument.Element == "float" => List(argument, value, Real) is { } items
            ? new() { Tag = NkTag.DoubleList, Count = items.Length, Pointer = (nint)memory.Copy(items) } : null,
        _ when argument.Element == "bool" => List(argument, value, item => item as bool?) is { } items
            ? new() { Tag = NkTag.BoolList, Count = items.Length, Pointer = (nint)memory.Copy(items) } : null,
        _ => null,
    };

    private static NkVal? Tensors(object? value, CallMemory memory, NkTag tag)
    {
        if (value is not IEnumerable<Tensor?> items) return null;
        var tensors = items.Select(memory.Keep).ToArray();
        return tag == NkTag.TensorList && tensors.Contains(null)
            ? null
            : NkVal.Of(memory.Copy(NkVal.Handles(tensors)), tensors.Length, tag);
    }

    private static NkVal Text8(string text, CallMemory memory)
    {
        var bytes = NkVal.Utf8(text)!;
        return NkVal.Of(memory.Copy(bytes), bytes);
    }

    private static string Describe(object? value) => value switch
    {
        null => "null",
        IEnumerable<Tensor?> tensors when tensors.Contains(null) => "a list with null in it",
        _ => value.GetType().Name,
    };

    // A list of a fixed length may be given as its one element.
    private static T[]? List<T>(Argument argument, object? value, Func<object?, T?> element)
        where T : struct
    {
        if (argument.HasLength && element(value) is { } single) return [single];
        if (value is string || value is not IEnumerable items) return null;
        var list = items.Cast<object?>().Select(element).ToList();
        return list.Contains(null) ? null : [.. list.Select(item => item!.Value)];
    }

    private static long? Integer(object? value) =>
        value is int or long or short or byte or sbyte or ushort or uint ? Convert.ToInt64(value) : null;

    private static double? Real(object? value) => value switch
    {
        float or double or decimal => Convert.ToDouble(value),
        Half half => (double)half,
        _ => Integer(value),
    };

    private static Scalar? ScalarOf(object? value) => value switch
    {
        Scalar scalar => scalar,
        bool flag => flag,
        Complex complex => complex,
        _ => Integer(value) is { } number ? number : Real(value) is { } real ? real : null,
    };

    // What stands in the first parentheses, cut at the commas that are in no brackets of their own.
    private static IEnumerable<string> Arguments(string text)
    {
        var start = text.IndexOf('(') + 1;
        var depth = 0;
        for (var at = start; at < text.Length; at++)
        {
            if (text[at] is '(' or '[') depth++;
            var closes = text[at] == ')' && depth == 0;
            if (text[at] is ')' or ']') depth--;
            if (!closes && (text[at] != ',' || depth > 0)) continue;
            if (at > start) yield return text[start..at].Trim();
            if (closes) yield break;
            start = at + 1;
        }
    }

    [GeneratedRegex(@"\([^)]*\)")]
    private static partial Regex Alias();

    [GeneratedRegex(@"^(\w+)\[(\d*)\]$")]
    private static partial Regex ListType();

    /// <summary>One argument of a schema.</summary>
    /// <param name="Type">Without what says of aliases and of None.</param>
    /// <param name="Name">As in the schema.</param>
    /// <param name="IsOptional">May be None.</param>
    /// <param name="HasDefault">May be left out.</param>
    private sealed record Argument(string Type, string Name, bool IsOptional, bool HasDefault)
    {
        /// <summary>Of a list: the type of its elements.</summary>
        public string? Element { get; } = ListType().Match(Type) is { Success: true } match ? match.Groups[1].Value
            : null;

        /// <summary>Of a list: its length stands in the schema.</summary>
        public bool HasLength { get; } = ListType().Match(Type) is { Success: true } match
            && match.Groups[2].Length > 0;

        public static Argument Parse(string part)
        {
            var parts = part.Split('=', 2);
            var space = parts[0].LastIndexOf(' ');
            var type = Alias().Replace(parts[0][..space], "");
            return new(type.TrimEnd('?'), parts[0][(space + 1)..], type.EndsWith('?'), parts.Length == 2);
        }
    }
}
