using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace NotebookKit.Torch.Tests;

/// <summary>A member in the form in which both sides are compared: no namespaces, nullable marks on value types only.</summary>
/// <param name="Name">Name; "new" for constructors, "this" for indexers, op_... for operators, ":" for base types.</param>
/// <param name="Result">Type of the value or the result, number of a member of an enum; empty for constructors.</param>
/// <param name="Parameters">"params type name = default" for each; null for fields and properties.</param>
internal sealed record Signature(string Name, string Result, string[]? Parameters)
{
    private static readonly Dictionary<string, string> s_operators = new()
    {
        ["=="] = "Equality", ["!="] = "Inequality", ["<"] = "LessThan", ["<="] = "LessThanOrEqual",
            [">"] = "GreaterThan",
        [">="] = "GreaterThanOrEqual", ["*"] = "Multiply", ["/"] = "Division", ["%"] = "Modulus", ["&"] = "BitwiseAnd",
        ["|"] = "BitwiseOr", ["^"] = "ExclusiveOr", ["~"] = "OnesComplement", ["<<"] = "LeftShift",
            [">>"] = "RightShift",
    };

    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte",
            [typeof(short)] = "short",
        [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong",
            [typeof(float)] = "float",
        [typeof(double)] = "double", [typeof(string)] = "string", [typeof(object)] = "object", [typeof(nint)] = "nint",
    };

    // Of these a question mark makes another type; of a class it is a mark for the compiler only.
    private static readonly HashSet<string> s_values = [
        .. s_keywords.Where(k => k.Key.IsValueType).Select(k => k.Value),
        .. typeof(TorchSharp.torch).Assembly.GetTypes().Where(t => t.IsVisible && t.IsValueType).Select(t => t.Name),
        "Half", "Complex",
    ];

    /// <summary>As C# writes it.</summary>
    public override string ToString() =>
        Parameters is not null ? $"{Result} {Name}({string.Join(", ", Parameters)})".TrimStart()
        : Name == ":" ? $": {Result}" : int.TryParse(Result, out _) ? $"{Name} = {Result}" : $"{Result} {Name}";

    public bool Fits(Signature other) => Name == other.Name && Result == other.Result
        && (Parameters ?? []).SequenceEqual(other.Parameters ?? []) && Parameters is null == other.Parameters is null;

    /// <summary>Reads one line of the list.</summary>
    public static Signature Parse(string line)
    {
        if (line.StartsWith(": ", StringComparison.Ordinal)) return new(":", Type(line[2..]), null);
        if (Regex.Match(line, @"^(\w+) = (-?\d+)$") is { Success: true } member)
        {
            return new(member.Groups[1].Value, member.Groups[2].Value, null);
        }
        line = Regex.Replace(line.TrimEnd(';'),
            @"\s+where\s.*$|\s*\{(get|set|init|;|\s|private|protected|internal)*\}$", "");
        line = Regex.Replace(line,
            @"^((readonly|abstract|protected|const|static|virtual|override|required|event|internal|public) )+", "");
        var open = Opening(line);
        var head = open < 0 ? line : line[..open].TrimEnd();
        var parameters = open < 0 ? null : Split(line[(open + 1)..^1]).Select(Parameter).ToArray();
        if (Regex.Match(head, @"^(implicit|explicit) operator (.+)$") is { Success: true } conversion)
        {
            return new("op_" + char.ToUpperInvariant(head[0]) + conversion.Groups[1].Value[1..],
                Type(conversion.Groups[2].Value), parameters);
        }
        if (Regex.Match(head, @"^(.+) operator (\S+)$") is { Success: true } symbol)
        {
            return new("op_" + OperatorName(symbol.Groups[2].Value, parameters!.Length), Type(symbol.Groups[1].Value),
                parameters);
        }
        var space = LastSpace(head);
        if (space < 0) return new("new", "", parameters);
        var name = Regex.Replace(head[(space + 1)..], "<.*>$", "");
        return new(name, Type(head[..space]), parameters);
    }

    public static IEnumerable<Signature> Of(Type type)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
            | BindingFlags.Static | BindingFlags.FlattenHierarchy;
        for (var b = type.BaseType; b is not null; b = b.BaseType) yield return new(":", Show(b), null);
        foreach (var i in type.GetInterfaces()) yield return new(":", Show(i), null);
        if (type.IsEnum)
        {
            foreach (var name in Enum.GetNames(type))
            {
                yield return new(name, Enum.Format(type, Enum.Parse(type, name), "d"), null);
            }
            yield break;
        }
        foreach (var c in type.GetConstructors(All).Where(Visible)) yield return new("new", "",
            Parameters_(c.GetParameters()));
        foreach (var m in type.GetMethods(All).Where(Visible))
        {
            if (m.IsSpecialName && !m.Name.StartsWith("op_", StringComparison.Ordinal)) continue;
            yield return new(m.Name == "op_Addition" ? "op_Add" : m.Name, Show(m.ReturnType),
                Parameters_(m.GetParameters()));
        }
        foreach (var p in type.GetProperties(All).Where(p => p.GetAccessors(true).Any(Visible)))
        {
            var index = p.GetIndexParameters();
            yield return new(index.Length > 0 ? "this" : p.Name, Show(p.PropertyType),
                index.Length > 0 ? Parameters_(index) : null);
        }
        foreach (var f in type.GetFields(All).Where(f => f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly))
        {
            yield return new(f.Name, Show(f.FieldType), null);
        }
    }

    private static bool Visible(MethodBase m) => m.IsPublic || m.IsFamily || m.IsFamilyOrAssembly;

    private static string[] Parameters_(ParameterInfo[] parameters) =>
        [.. parameters.Select(p => $"{Passing(p)}{Show(p.ParameterType)} {p.Name}{Default(p)}")];

    private static string Passing(ParameterInfo p) => p.IsOut ? "out " : p.ParameterType.IsByRef && !p.IsIn ? "ref "
        : p.IsDefined(typeof(ParamArrayAttribute)) || p.IsDefined(typeof(ParamCollectionAttribute)) ? "params " : "";

    private static string Default(ParameterInfo p)
    {
        if (!p.HasDefaultValue) return "";
        var inner = Nullable.GetUnderlyingType(p.ParameterType);
        var value = inner is { IsEnum: true } && p.DefaultValue is { } number ? Enum.ToObject(inner, number) : p.DefaultValue;
        return " = " + value switch
        {
            null => p.ParameterType.IsValueType && inner is null ? "default" : "null",
            bool flag => flag ? "true" : "false",
            string text => $"\"{text}\"",
            Enum member => member.ToString(),
            IFormattable format => format.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
    }

    private static string Show(Type type)
    {
        if (type.IsByRef) return Show(type.GetElementType()!);
        if (type.IsArray) return $"{Show(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (Nullable.GetUnderlyingType(type) is { } inner) return Show(inner) + "?";
        if (s_keywords.TryGetValue(type, out var keyword)) return keyword;
        if (!type.IsGenericType) return type.Name;
        var arguments = string.Join(", ", type.GetGenericArguments().Select(Show));
        if (type.Name.StartsWith("ValueTuple`", StringComparison.Ordinal)) return $"({arguments})";
        var mark = type.Name.IndexOf('`', StringComparison.Ordinal);
        return mark < 0 ? type.Name : $"{type.Name[..mark]}<{arguments}>";
    }

    // "params nn.Kind[] kinds = null" to "params Kind[] kinds = null".
    private static string Parameter(string text)
    {
        var parts = text.Trim().Split('=', 2, StringSplitOptions.TrimEntries);
        text = Regex.Replace(parts[0], @"^(this|in) ", "");
        var passing = Regex.Match(text, @"^(params|out|ref) ").Value;
        text = text[passing.Length..];
        var space = LastSpace(text);
        return passing + (space < 0 ? Type(text) : $"{Type(text[..space])} {text[(space + 1)..]}")
            + (parts.Length == 2 ? " = " + Default(parts[1]) : "");
    }

    private static string Default(string text) =>
        text.StartsWith("default", StringComparison.Ordinal) ? "default"
        : double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number.ToString(CultureInfo.InvariantCulture)
        : text;

    private static string Type(string text)
    {
        text = Regex.Replace(text.Trim(), @"\b(\w+(<[^<>()]*>)?\??\.)+(?=\w)", "");
        if (text.EndsWith('?'))
        {
            var inner = Type(text[..^1]);
            return inner.StartsWith('(') || s_values.Contains(inner.Split('<')[0]) ? inner + "?" : inner;
        }
        if (text.StartsWith('(') && Closing(text) == text.Length - 1)
        {
            return "(" + string.Join(", ",
                Split(text[1..^1]).Select(e => Type(LastSpace(e.Trim()) is var s and >= 0 ? e.Trim()[..s] : e))) + ")";
        }
        if (text.EndsWith("[]", StringComparison.Ordinal)) return Type(text[..^2]) + "[]";
        var angle = text.IndexOf('<', StringComparison.Ordinal);
        return angle < 0 ? text : text[..angle] + "<" + string.Join(", ",
            Split(text[(angle + 1)..^1]).Select(Type)) + ">";
    }

    private static string OperatorName(string symbol, int operands) => symbol switch
    {
        "+" when operands == 2 => "Add",
        "+" => "UnaryPlus",
        "-" => operands == 2 ? "Subtraction" : "UnaryNegation",
        _ => s_operators.GetValueOrDefault(symbol, symbol),
    };

    // The bracket that opens the parameters: the partner of the last one.
    private static int Opening(string line)
    {
        if (line.Length == 0 || line[^1] is not (')' or ']') || line.EndsWith("[]",
            StringComparison.Ordinal)) return -1;
        var depth = 0;
        for (var k = line.Length - 1; k >= 0; k--)
        {
            depth += line[k] is ')' or ']' ? 1 : line[k] is '(' or '[' ? -1 : 0;
            if (depth == 0) return k;
        }
        return -1;
    }

    private static int Closing(string text)
    {
        var depth = 0;
        for (var k = 0; k < text.Length; k++)
        {
            depth += text[k] == '(' ? 1 : text[k] == ')' ? -1 : 0;
            if (depth == 0) return k;
        }
        return -1;
    }

    private static int LastSpace(string text)
    {
        var depth = 0;
        for (var k = text.Length - 1; k >= 0; k--)
        {
            depth += text[k] is ')' or '>' or ']' ? 1 : text[k] is '(' or '<' or '[' ? -1 : 0;
            if (depth == 0 && text[k] == ' ') return k;
        }
        return -1;
    }

    private static IEnumerable<string> Split(string text)
    {
        var (depth, start) = (0, 0);
        for (var k = 0; k < text.Length; k++)
        {
            depth += text[k] is '(' or '<' or '[' ? 1 : text[k] is ')' or '>' or ']' ? -1 : 0;
            if (depth != 0 || text[k] != ',') continue;
            yield return text[start..k];
            start = k + 1;
        }
        if (text.Trim().Length > 0) yield return text[start..];
    }
}
