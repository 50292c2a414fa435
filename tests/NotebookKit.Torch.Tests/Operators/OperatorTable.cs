using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests.Operators;

/// <summary>The calls of tests/oracles/torch/operators.txt and what PyTorch gave for them.</summary>
internal sealed class OperatorTable
{
    private readonly Dictionary<string, (string Type, long[] Shape, double[] Values)> _tensors = [];

    private OperatorTable()
    {
    }

    /// <summary>One line of the table.</summary>
    /// <param name="Area">"torch", "functional", "linalg", "fft" or "special".</param>
    /// <param name="Text">The call as written.</param>
    /// <param name="Call">The call, read.</param>
    /// <param name="Only">"Tensor" or "torch" where only that form takes these arguments; else null.</param>
    /// <param name="Says">Part of the binding's message where it is not PyTorch's; else null.</param>
    public sealed record Case(string Area, string Text, CallText Call, string? Only, string? Says)
    {
        /// <summary>What came, by the name of the type under test; "-" where no argument has it.</summary>
        public Dictionary<string, Expected> Results { get; } = [];
    }

    /// <summary>Lines of one block: results, or one error, and gradients; InPlace where the form with _
    /// differs.</summary>
    public sealed record Expected
    {
        public List<string> Results { get; } = [];

        public string? Error { get; set; }

        public string? GradientError { get; set; }

        public Dictionary<string, string> Gradients { get; } = [];

        public Expected? InPlace { get; set; }
    }

    public List<Case> Cases { get; } = [];

    /// <summary>Operators without a call, and why.</summary>
    public Dictionary<string, string> Without { get; } = [];

    /// <summary>Operators without a call of a kind, and why.</summary>
    public Dictionary<(string Kind, string Name), string> Missing { get; } = [];

    public static OperatorTable Read()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "oracles", "torch");
        var table = new OperatorTable();
        table.ReadCalls(File.ReadLines(Path.Combine(folder, "operators.txt")));
        table.ReadExpected(File.ReadLines(Path.Combine(folder, "operators.expected.txt")).Skip(1));
        return table;
    }

    public bool IsTensor(string name) => _tensors.ContainsKey(name);

    /// <summary>Type and shape of a tensor; the type is "any" where it is the one under test.</summary>
    public (string Type, long[] Shape) Form(string name) => (_tensors[name].Type, _tensors[name].Shape);

    /// <summary>Has the tensor the type under test?</summary>
    public bool IsUnderTest(string name) => _tensors[name].Type == "any";

    /// <summary>A new tensor of the table.</summary>
    public Tensor Make(string name, string underTest)
    {
        var (type, shape, values) = _tensors[name];
        if (type == "c128") return tensor(values).reshape([.. shape, 2]).view_as_complex();
        var real = tensor(values, dtype: float64).reshape(shape);
        var wanted = Types.Named(type == "any" ? underTest : type);
        if (wanted is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64)
        {
            return complex(real, 0.25 - (real * 0.5)).to(wanted);
        }
        if (is_floating_point(wanted) || wanted == ScalarType.Bool) return real.to(wanted);
        return real.nan_to_num().to(int64).to(wanted);     // from a negative real straight to uint8 is undefined
    }

    private static bool is_floating_point(ScalarType type) =>
        type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;

    private void ReadCalls(IEnumerable<string> lines)
    {
        var area = "";
        foreach (var line in lines.Where(l => l.Length > 0 && l[0] != '#' && !l.StartsWith("types ")))
        {
            if (line[0] == '[')
            {
                area = line[1..line.IndexOf(' ')];
            }
            else if (line.StartsWith("tensor "))
            {
                var parts = line.Split(' ');
                var shape = parts[3].Trim('[', ']').Split(',', StringSplitOptions.RemoveEmptyEntries).Select(
                    long.Parse).ToArray();
                _tensors[parts[1]] = (parts[2], shape, Values(parts[4..], shape.TotalSize()));
            }
            else if (line.StartsWith("without "))
            {
                var (names, reason) = (line[8..line.IndexOf(": ")], line[(line.IndexOf(": ") + 2)..]);
                foreach (var name in names.Split(' ')) Without.Add(name, reason);
            }
            else if (line.StartsWith("no "))
            {
                var (head, reason) = (line[3..line.IndexOf(": ")].Split(' '), line[(line.IndexOf(": ") + 2)..]);
                foreach (var name in head[1..]) Missing.Add((head[0], name), reason);
            }
            else
            {
                var parts = line.Split(" | ");
                string? Option(string key) => parts.FirstOrDefault(p => p.StartsWith(key))?[key.Length..];
                var open = parts[0].IndexOf('(');
                foreach (var name in parts[0][..open].Split(' '))
                {
                    var text = name + parts[0][open..];
                    Cases.Add(new(area, text, CallText.Parse(text), Option("only: "), Option("says: ")));
                }
            }
        }
    }

    private void ReadExpected(IEnumerable<string> lines)
    {
        var cases = Cases.ToDictionary(c => $"{c.Area} {c.Text}");
        var (plain, current) = (new Expected(), new Expected());
        foreach (var line in lines)
        {
            var at = line.IndexOf(" @ ");
            if (at > 0)
            {
                cases[line[..at]].Results.Add(line[(at + 3)..], plain = new());
                continue;
            }
            current = line[0] == '_' ? plain.InPlace ??= new() : plain;
            var text = line[0] == '_' ? line[1..] : line;
            if (text.StartsWith("= ")) current.Results.Add(text[2..]);
            else if (text.StartsWith("! ")) current.Error = text[2..];
            else if (text.StartsWith("d! ")) current.GradientError = text[3..];
            else current.Gradients.Add(text.Split(' ')[1], text[(text.IndexOf(' ', 2) + 1)..]);
        }
    }

    private static double[] Values(string[] words, long count) =>
        words is ["wave", var step]
            ? [.. Enumerable.Range(0, (int)count).Select(k => ((k * int.Parse(step) % 37) - 18) / 8.0)]
            : [.. words.Select(Number)];

    /// <summary>A number as Python writes it.</summary>
    public static double Number(string word) => word switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" => double.NaN,
        _ => double.Parse(word),
    };
}

/// <summary>PyTorch's names of the types.</summary>
internal static class Types
{
    private static readonly Dictionary<string, ScalarType> s_types = new()
    {
        ["uint8"] = ScalarType.Byte, ["int8"] = ScalarType.Int8, ["int16"] = ScalarType.Int16,
        ["int32"] = ScalarType.Int32, ["int64"] = ScalarType.Int64, ["float16"] = ScalarType.Float16,
        ["float32"] = ScalarType.Float32, ["float64"] = ScalarType.Float64, ["bfloat16"] = ScalarType.BFloat16,
        ["bool"] = ScalarType.Bool, ["complex64"] = ScalarType.ComplexFloat32,
            ["complex128"] = ScalarType.ComplexFloat64,
    };

    public static ScalarType Named(string name) => s_types[name];

    public static bool TryNamed(string name, out ScalarType type) => s_types.TryGetValue(name, out type);

    public static string NameOf(ScalarType type) => s_types.First(t => t.Value == type).Key;
}
