using System.Reflection;
using System.Text.RegularExpressions;

namespace NotebookKit.Torch.Tests;

/// <summary>A member in the form in which both sides are compared: no namespaces, no nullable marks, no default
/// values.</summary>
/// <param name="Name">Name; "new" for constructors, "this" for indexers, op_... for operators.</param>
/// <param name="Result">Type of the value or the result; empty for constructors.</param>
/// <param name="Parameters">"type name" for each; null for fields and properties.</param>
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

    /// <summary>As C# writes it.</summary>
    public override string ToString() =>
        Parameters is null ? $"{Result} {Name}" : $"{Result} {Name}({string.Join(", ", Parameters)})".TrimStart();

    public bool Fits(Signature other) => Name == other.Name && Result == other.Result
        && (Parameters ?? []).SequenceEqual(other.Parameters ?? []) && Parameters is null == other.Parameters is null;

    /// <summary>Reads one line of the list.</summary>
    public static Signature Parse(string line)
    {
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
        [.. parameters.Select(p => $"{Passing(p)}{Show(p.ParameterType)} {p.Name}")];

    private static string Passing(ParameterInfo p) => p.IsOut ? "out " : p.ParameterType.IsByRef && !p.IsIn ? "ref "
        : "";

    private static string Show(Type type)
    {
        if (type.IsByRef) return Show(type.GetElementType()!);
        if (type.IsArray) return Show(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } inner) return Show(inner);
        if (s_keywords.TryGetValue(type, out var keyword)) return keyword;
        if (!type.IsGenericType) return type.Name;
        var arguments = string.Join(", ", type.GetGenericArguments().Select(Show));
        if (type.Name.StartsWith("ValueTuple`", StringComparison.Ordinal)) return $"({arguments})";
        var mark = type.Name.IndexOf('`', StringComparison.Ordinal);
        return mark < 0 ? type.Name : $"{type.Name[..mark]}<{arguments}>";
    }

    // "params long[] size = null" to "long[] size".
    private static string Parameter(string text)
    {
        text = Regex.Replace(Regex.Replace(text.Trim(), @"\s*=.*$", ""), @"^(params|this|in) ", "");
        var space = LastSpace(text);
        return space < 0 ? Type(text) : $"{Type(text[..space])} {text[(space + 1)..]}";
    }

    private static string Type(string text)
    {
        text = Regex.Replace(text.Replace("?", "", StringComparison.Ordinal).Trim(), @"\b(\w+(<[^<>()]*>)?\.)+(?=\w)",
            "");
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
