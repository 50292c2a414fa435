// Writes Ops.*.g.cs: one internal method per operator named in operators.txt, from the schemas that libtorch printed.
// Run after adding a line to operators.txt:   dotnet run src/NotebookKit.Torch/Generated/generate.cs
#nullable enable
#if !OPERATOR_GENERATOR_ONLY
using System.Runtime.CompilerServices;

var folder = Path.GetDirectoryName(Here())!;
var files = OperatorGenerator.Generate(
    File.ReadAllLines(Path.Combine(folder, "operators.txt")),
    File.ReadAllLines(Path.Combine(folder, "schemas-1.13.txt")));
foreach (var old in Directory.GetFiles(folder, "Ops.*.g.cs"))
{
    if (!files.ContainsKey(Path.GetFileName(old)))
    {
        File.Delete(old);
    }
}

foreach (var (name, text) in files)
{
    var path = Path.Combine(folder, name);
    if (!File.Exists(path) || File.ReadAllText(path) != text)
    {
        File.WriteAllText(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
        Console.WriteLine($"wrote {name}");
    }
}

static string Here([CallerFilePath] string path = "") => path;
#endif

/// <summary>One argument of a schema.</summary>
/// <param name="Type">Type without alias marks: "Tensor", "int[2]", "Scalar?".</param>
/// <param name="Name">Name in the schema.</param>
/// <param name="Default">Default as printed, or null.</param>
/// <param name="Written">The operator writes into it: "Tensor(a!)".</param>
public sealed record SchemaArgument(string Type, string Name, string? Default, bool Written);

/// <summary>One operator schema: "aten::add.Tensor(Tensor self, ...) -> Tensor".</summary>
public sealed record OperatorSchema(
    string Text, string Name, string Overload, IReadOnlyList<SchemaArgument> Arguments, IReadOnlyList<SchemaArgument> Returns)
{
    /// <summary>Name with overload as operators.txt writes it: "add.Tensor", "relu".</summary>
    public string Key => Overload.Length == 0 ? Name : Name + "." + Overload;

    /// <summary>Reads one printed schema line.</summary>
    public static OperatorSchema Parse(string line)
    {
        var open = line.IndexOf('(', StringComparison.Ordinal);
        var arrow = line.LastIndexOf(") -> ", StringComparison.Ordinal);
        var full = line[(line.IndexOf("::", StringComparison.Ordinal) + 2)..open];
        var dot = full.IndexOf('.', StringComparison.Ordinal);
        var returns = line[(arrow + 5)..].Trim();
        if (returns.StartsWith('(') && returns.EndsWith(')'))
        {
            returns = returns[1..^1];
        }

        return new OperatorSchema(
            line,
            dot < 0 ? full : full[..dot],
            dot < 0 ? "" : full[(dot + 1)..],
            [.. Split(line[(open + 1)..arrow]).Where(a => a != "*").Select(Argument)],
            [.. Split(returns).Select(Argument)]);
    }

    private static IEnumerable<string> Split(string text)
    {
        var depth = 0;
        var quoted = false;
        var start = 0;
        for (var k = 0; k <= text.Length; k++)
        {
            if (k == text.Length || (text[k] == ',' && depth == 0 && !quoted))
            {
                if (text[start..k].Trim() is { Length: > 0 } part)
                {
                    yield return part;
                }

                start = k + 1;
            }
            else if (text[k] == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted)
            {
                depth += text[k] is '(' or '[' ? 1 : text[k] is ')' or ']' ? -1 : 0;
            }
        }
    }

    private static SchemaArgument Argument(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var head = equals < 0 ? text : text[..equals];
        var space = head.LastIndexOf(' ');
        // "Tensor(a -> *)" holds blanks: the name is what follows the last one outside brackets.
        if (space >= 0 && head.IndexOf(')', space) >= 0)
        {
            space = -1;
        }

        var type = space < 0 ? head : head[..space];
        var mark = type.IndexOf('(', StringComparison.Ordinal);
        var written = mark >= 0 && type.Contains('!', StringComparison.Ordinal);
        if (mark >= 0)
        {
            type = type[..mark] + type[(type.IndexOf(')', mark) + 1)..];
        }

        return new SchemaArgument(
            type.Replace("SymInt", "int", StringComparison.Ordinal), space < 0 ? "" : head[(space + 1)..],
            equals < 0 ? null : text[(equals + 1)..], written);
    }
}

/// <summary>Emits C# bodies for a list of operators.</summary>
public static class OperatorGenerator
{
    /// <summary>File name to text for all operators named in <paramref name="list"/>.</summary>
    /// <exception cref="InvalidOperationException">A name is unknown, twice in the list or has a type we do not pass.</exception>
    public static IReadOnlyDictionary<string, string> Generate(IEnumerable<string> list, IEnumerable<string> schemas)
    {
        var known = schemas.Where(line => line.StartsWith("aten::", StringComparison.Ordinal))
            .Select(OperatorSchema.Parse).ToDictionary(s => s.Key, StringComparer.Ordinal);
        var files = new SortedDictionary<string, System.Text.StringBuilder>(StringComparer.Ordinal);
        foreach (var key in Names(list))
        {
            if (!known.TryGetValue(key, out var schema))
            {
                throw new InvalidOperationException(
                    $"operators.txt names '{key}', which has no schema. Overloads of that name: " +
                    string.Join(", ", known.Keys.Where(k => k.Split('.')[0] == key.Split('.')[0])) + ".");
            }

            var letter = char.ToUpperInvariant(key.TrimStart('_')[0]);
            if (!files.TryGetValue($"Ops.{letter}.g.cs", out var text))
            {
                files[$"Ops.{letter}.g.cs"] = text = new System.Text.StringBuilder(Header);
            }

            text.Append(Body(schema));
        }

        return files.ToDictionary(f => f.Key, f => f.Value.Append("}\n").ToString(), StringComparer.Ordinal);
    }

    /// <summary>The operators named in the list, sorted: lines without comments and blanks.</summary>
    public static IReadOnlyList<string> Names(IEnumerable<string> list)
    {
        var names = list.Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0).ToList();
        if (names.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new InvalidOperationException($"operators.txt names '{twice.Key}' twice.");
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    private const string Header = """
        // <auto-generated>Written by generate.cs from operators.txt and the schemas of libtorch. Do not edit.</auto-generated>
        #nullable enable
        using System;
        using NotebookKit.Torch.Door;
        using TorchSharp;
        using static TorchSharp.torch;

        namespace NotebookKit.Torch.Generated;

        internal static unsafe partial class Ops
        {

        """;

    // What a schema type becomes: C# type, how it is passed (see Body), whether it is left to the schema's default.
    private static (string Type, string Form) Passing(SchemaArgument a, OperatorSchema s)
    {
        var optional = a.Type.EndsWith('?');
        var core = optional ? a.Type[..^1] : a.Type;
        var bracket = core.IndexOf('[', StringComparison.Ordinal);
        if (bracket >= 0)
        {
            return core[..bracket] switch
            {
                "int" => ("Values<long>", "list"),
                "float" => ("Values<double>", "list"),
                "bool" => ("Values<bool>", "list"),
                "Tensor" => ("ReadOnlySpan<Tensor>", "tensors"),
                "Tensor?" => ("ReadOnlySpan<Tensor?>", "optionalTensors"),
                _ => throw Unsupported(a, s),
            };
        }

        var nullable = optional ? "?" : "";
        return core switch
        {
            "Tensor" => ("Tensor" + nullable, "keep"),
            "Scalar" => ("Scalar" + (optional || a.Default is not null ? "?" : ""), "keep"),
            "Generator" => ("Generator" + nullable, "keep"),
            "Device" => ("Device" + nullable, "plain"),
            "int" => ("long" + nullable, "plain"),
            "float" => ("double" + nullable, "plain"),
            "bool" when a.Name == "pin_memory" => ("", "skip"),
            "bool" => ("bool" + nullable, "plain"),
            "str" => ("string" + nullable, "text"),
            "ScalarType" => ("ScalarType" + nullable, "plain"),
            "MemoryFormat" => ("MemoryFormat" + nullable, "plain"),
            "Layout" => ("", "skip"),
            _ => throw Unsupported(a, s),
        };
    }

    private static InvalidOperationException Unsupported(SchemaArgument a, OperatorSchema s) =>
        new($"'{s.Key}' has the argument '{a.Name}' of type {a.Type}, which the generator does not pass.");

    private static string Body(OperatorSchema s)
    {
        var passed = s.Arguments.Select(a => (Argument: a, Passing: Passing(a, s))).ToList();
        while (passed.Count > 0 && passed[^1].Passing.Form == "skip")
        {
            passed.RemoveAt(passed.Count - 1);
        }

        // C# wants optional parameters last: a default before a required argument is not offered.
        var lastRequired = passed.FindLastIndex(p => p.Passing.Form != "skip" && Literal(p.Argument, p.Passing.Type) is null);
        var parameters = passed.Select((p, k) => (p, k)).Where(x => x.p.Passing.Form != "skip").Select(x =>
            x.p.Passing.Type + " " + Escape(x.p.Argument.Name) +
            (x.k > lastRequired ? " = " + Literal(x.p.Argument, x.p.Passing.Type) : ""));
        var written = s.Arguments.Where(a => a.Written && a.Type == "Tensor").Select(a => Escape(a.Name)).ToList();
        var dropped = s.Returns.Count == 0 || s.Returns.All(r => r.Written);
        var method = s.Key.Replace(".", "_", StringComparison.Ordinal);

        var text = new System.Text.StringBuilder();
        text.Append($"    private static nint s_{method};\n\n");
        text.Append($"    /// <summary><c>{Xml(s.Text)}</c></summary>\n");
        text.Append($"    internal static {ReturnType(s, dropped, written.Count)} {Escape(method)}({string.Join(", ", parameters)})\n    {{\n");
        foreach (var (a, (_, form)) in passed)
        {
            text.Append(form switch
            {
                "tensors" or "optionalTensors" => $"        var h_{a.Name} = NkVal.Handles({Escape(a.Name)});\n",
                "text" => $"        var h_{a.Name} = NkVal.Utf8({Escape(a.Name)});\n",
                _ => "",
            });
        }

        var indent = "        ";
        foreach (var (a, (type, form)) in passed)
        {
            var pin = form switch
            {
                "list" => $"fixed ({type[7..^1]}* p_{a.Name} = {Escape(a.Name)}.Span)",
                "tensors" or "optionalTensors" => $"fixed (nint* p_{a.Name} = h_{a.Name})",
                "text" => $"fixed (byte* p_{a.Name} = h_{a.Name})",
                _ => null,
            };
            if (pin is not null)
            {
                text.Append($"{indent}{pin}\n");
            }
        }

        text.Append($"{indent}{{\n");
        indent += "    ";
        text.Append(passed.Count == 0 ? $"{indent}NkVal* args = null;\n" : $"{indent}var args = stackalloc NkVal[{passed.Count}];\n");
        for (var k = 0; k < passed.Count; k++)
        {
            var (a, (_, form)) = passed[k];
            var name = Escape(a.Name);
            text.Append($"{indent}args[{k}] = " + form switch
            {
                "skip" => "default",
                "list" => $"NkVal.Of(p_{a.Name}, {name}, {(a.Default is null ? "NkTag.None" : "NkTag.Default")})",
                "tensors" => $"NkVal.Of(p_{a.Name}, {name}.Length, NkTag.TensorList)",
                "optionalTensors" => $"NkVal.Of(p_{a.Name}, {name}.Length, NkTag.OptionalTensorList)",
                "text" => $"NkVal.Of(p_{a.Name}, h_{a.Name})",
                "keep" or "plain" when a.Default is not (null or "None") && passed[k].Passing.Type.EndsWith('?') =>
                    $"{name} is null ? default : NkVal.Of({name})",
                _ => $"NkVal.Of({name})",
            } + ";\n");
        }

        var count = dropped ? 0 : s.Returns.Count;
        if (count > 0)
        {
            text.Append(count == 1 ? $"{indent}NkVal result;\n" : $"{indent}var result = stackalloc NkVal[{count}];\n");
        }

        var target = count == 0 ? "null" : count == 1 ? "&result" : "result";
        text.Append($"{indent}Native.Call(ref s_{method}, \"aten::{s.Name}\", \"{s.Overload}\", args, {passed.Count}, {target}, {count});\n");
        foreach (var (a, (_, form)) in passed)
        {
            text.Append(form switch
            {
                "keep" => $"{indent}GC.KeepAlive({Escape(a.Name)});\n",
                "tensors" or "optionalTensors" => $"{indent}NkVal.KeepAlive({Escape(a.Name)});\n",
                _ => "",
            });
        }

        if (!dropped)
        {
            var items = s.Returns.Select((r, k) => Result(r, count == 1 ? "result" : $"result[{k}]", s)).ToList();
            text.Append(items.Count == 1 ? $"{indent}return {items[0]};\n" : $"{indent}return ({string.Join(", ", items)});\n");
        }
        else if (written.Count > 0 && s.Returns.Count > 0)
        {
            text.Append(written.Count == 1 || s.Returns.Count == 1
                ? $"{indent}return {written[0]};\n" : $"{indent}return ({string.Join(", ", written)});\n");
        }

        return text.Append("        }\n    }\n\n").ToString();
    }

    private static string ReturnType(OperatorSchema s, bool dropped, int written)
    {
        if (dropped && (written == 0 || s.Returns.Count == 0))
        {
            return "void";
        }

        var types = s.Returns.Select((r, k) => (Type: r.Type switch
        {
            "Tensor" => "Tensor",
            "Tensor[]" => "Tensor[]",
            "int" => "long",
            "float" => "double",
            "bool" => "bool",
            "Scalar" => "Scalar",
            "ScalarType" => "ScalarType",
            _ => throw new InvalidOperationException($"'{s.Key}' returns {r.Type}, which the generator does not read."),
        }, Name: Escape(r.Name.Length == 0 ? $"result{k}" : r.Name))).ToList();
        return types.Count == 1 ? types[0].Type : "(" + string.Join(", ", types.Select(t => t.Type + " " + t.Name)) + ")";
    }

    private static string Result(SchemaArgument r, string value, OperatorSchema s) => r.Type switch
    {
        "Tensor" => $"Tensor.Own({value})",
        "Tensor[]" => $"Tensor.OwnList({value})",
        "int" => $"{value}.Integer",
        "float" => $"{value}.Real",
        "bool" => $"{value}.Integer != 0",
        "Scalar" => $"{value}.ToScalar()",
        "ScalarType" => $"(ScalarType){value}.Integer",
        _ => throw new InvalidOperationException($"'{s.Key}' returns {r.Type}, which the generator does not read."),
    };

    // The C# default of an argument, or null where the schema has none.
    private static string? Literal(SchemaArgument a, string type) => (a.Default, type) switch
    {
        (null, _) => null,
        ("None", _) => type.StartsWith("Values", StringComparison.Ordinal) ? "default" : "null",
        _ when type.EndsWith('?') => "null",        // passed as the schema's default (see Body)
        (_, "bool") => a.Default == "True" ? "true" : "false",
        (_, "long") => Constant(a.Default!),
        (_, "double") => a.Default == "inf" ? "double.PositiveInfinity" : a.Default!.TrimEnd('.'),
        (_, "string") => a.Default,
        (_, "MemoryFormat" or "ScalarType") => $"({type}){a.Default}",
        _ when type.StartsWith("Values", StringComparison.Ordinal) || type.StartsWith("ReadOnlySpan", StringComparison.Ordinal) => "default",
        _ => throw new InvalidOperationException($"default {a.Default} of a {type}"),
    };

    private static string Constant(string text) => text switch { "Mean" => "1", _ => text };

    private static string Escape(string name) => name is "out" or "base" or "params" or "in" or "float" or "double" or "long"
        or "int" or "bool" or "object" or "string" or "ref" or "implicit" or "explicit" or "as" or "is" ? "@" + name : name;

    private static string Xml(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);
}
