using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NotebookKit.Torch.Door;
using static TorchSharp.torch;
using Word = NotebookKit.Torch.Tests.Operators.CallText.Word;

namespace NotebookKit.Torch.Tests.Operators;

/// <summary>Value, dtype, shape and gradient of every public operator against PyTorch 1.13.</summary>
/// <remarks>The calls are in tests/oracles/torch/operators.txt; each goes through every overload that takes
/// it.</remarks>
public sealed class OperatorOracleTests
{
    private static readonly OperatorTable s_table = OperatorTable.Read();
    private static readonly Dictionary<string,
        OperatorTable.Case> s_cases = s_table.Cases.ToDictionary(c => $"{c.Area} {c.Text}");
    private static readonly bool s_sameLibrary = TorchInfo.Version.StartsWith("1.13");

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Call_EveryOverloadAndType_GivesPyTorchsResult(string name)
    {
        var @case = s_cases[name];
        var overloads = Overload.Of(@case, s_table).ToArray();
        Assert.True(overloads.Length > 0, $"{name}: no public member takes these arguments.");
        Assert.NotEmpty(@case.Results);
        var faults = new List<string>();
        foreach (var (type, expected) in @case.Results)
        {
            foreach (var overload in overloads)
            {
                using var scope = NewDisposeScope();
                var wanted = overload.InPlace && !@case.Call.Name.EndsWith('_') ? expected.InPlace ?? expected
                    : expected;
                if (Compare(@case, overload, type, wanted) is { } fault) faults.Add($"{overload} on {type}: {fault}");
            }
        }
        Assert.True(faults.Count == 0, $"{name}:\n{string.Join('\n', faults)}");
    }

    [Fact]
    public void PublicOperators_EachHasACaseOrAReason()
    {
        var called = s_table.Cases.SelectMany(c => Overload.Of(c, s_table)).Select(o => o.Method).ToHashSet();
        var open = Overload.Public().Where(m => !called.Contains(m)).ToArray();

        var unexplained = open.Where(
            m => !s_table.Without.ContainsKey(m.Name) && !s_table.Without.ContainsKey(Signature(m)));
        var used = open.SelectMany(m => new[] { m.Name, Signature(m) }).ToHashSet();
        Assert.True(!unexplained.Any(),
            $"No call in operators.txt and no reason: {string.Join(" ", unexplained.Select(Signature).Order())}");
        Assert.DoesNotContain(s_table.Without.Keys, n => !used.Contains(n));
    }

    // As the reasons of the table name one overload: norm(long,double).
    private static string Signature(System.Reflection.MethodBase m) =>
        $"{m.Name}({string.Join(",", m.GetParameters().Select(p => p.ParameterType.Name))})";

    private static string? Compare(
        OperatorTable.Case @case, Overload overload, string type, OperatorTable.Expected expected)
    {
        var made = new Dictionary<string, Tensor>();
        var leaves = new Dictionary<string, Tensor>();
        Tensor Get(string name)
        {
            if (made.TryGetValue(name, out var known)) return known;
            var value = s_table.Make(name, type);
            if (type is "float64" or "complex128" && s_table.IsUnderTest(name)) leaves.Add(
                name, value.requires_grad_());
            return made[name] = value;
        }

        var first = @case.Call.Positional is [Word word, ..] && s_table.IsTensor(word.Text) ? word.Text : null;
        if (overload.InPlace && first is not null)
        {
            Get(first);
            made[first] = made[first].clone();
        }
        var target = overload.Method.IsStatic ? null : Get(first!);
        Tensor?[] parts;
        try
        {
            var result = overload.Invoke(target, Get);
            if (expected.Error is { } error)
            {
                return !s_sameLibrary && error.Contains("not implemented for") ? null      // other versions have it
                    : $"'{error}' must be thrown; {result} came.";
            }
            if (overload.InPlace && !ReferenceEquals(result, made[first!])) return "the same object must come back.";
            var results = Flatten(result).ToArray();
            if (results.Length != expected.Results.Count) return $"{expected.Results.Count} results must come, {results.Length} did.";
            for (var k = 0; k < results.Length; k++)
            {
                if (Differs(expected.Results[k], results[k]) is { } fault) return $"result {k}: {fault}";
            }
            parts = [.. results.Select(r => r as Tensor)];
        }
        catch (Exception thrown) when (thrown is ExternalException or ArgumentException)
        {
            if (expected.Error is null) return $"threw {thrown.Message}";
            return Differs(expected.Error, @case.Says, thrown);
        }
        if (expected.GradientError is { } noGradient)
        {
            try
            {
                Total(parts)!.backward();
                return $"'{noGradient}' must be thrown for the gradient; none was.";
            }
            catch (ExternalException thrown)
            {
                return Differs(noGradient, @case.Says, thrown);
            }
        }
        return expected.Gradients.Count > 0 ? Gradients(expected, leaves, parts) : null;
    }

    // Of libtorch's message the part before its stack; other versions may word it otherwise.
    private static string? Differs(string expected, string? ours, Exception thrown)
    {
        var text = OneSpace(thrown.Message.ReplaceLineEndings(" "));
        return !s_sameLibrary || text.Contains(OneSpace(expected)) || (ours is not null && text.Contains(ours)) ? null
            : $"'{expected}' must be thrown; '{text}' was.";
    }

    private static string? Gradients(
        OperatorTable.Expected expected, Dictionary<string, Tensor> leaves, Tensor?[] parts)
    {
        if (Total(parts) is not { } total) return "no result needs a gradient.";
        var names = expected.Gradients.Keys.ToArray();
        var gradients = autograd.grad([total], [.. names.Select(n => leaves[n])], allow_unused: true);
        for (var k = 0; k < names.Length; k++)
        {
            var text = expected.Gradients[names[k]];
            var leaf = leaves[names[k]];
            var wanted = text == "(none)" ? text : $"{Types.NameOf(leaf.dtype)}[{string.Join(',', leaf.shape)}] {text}";
            if (Differs(wanted, gradients[k] is { IsInvalid: true } ? null
                : gradients[k]) is { } fault) return $"gradient of {names[k]}: {fault}";
        }
        return null;
    }

    // The sum of all results, each number with its own weight.
    private static Tensor? Total(Tensor?[] parts) =>
        parts.Where(p => p is not null && p.requires_grad && p.numel() > 0 && !p.is_leaf).Select(p => Loss(p!))
            .Aggregate((Tensor?)null, (a, b) => a is null ? b : a + b);

    private static Tensor Loss(Tensor part)
    {
        var flat = Real(part).to(float64).reshape(-1);
        return (flat * (0.5 + (arange(flat.numel(), dtype: float64) / flat.numel()))).sum();
    }

    // Complex numbers as pairs.
    private static Tensor Real(Tensor value) => value.is_complex() ? stack([value.real * 1, value.imag * 1], -1)
        : value;

    private static string? Differs(string expected, object? actual)
    {
        if (actual is not Tensor value)
        {
            var said = Say(actual);
            return said == expected ? null : $"{expected} must come, {said} did.";
        }
        var head = $"{Types.NameOf(value.dtype)}[{string.Join(',', value.shape)}]";
        var space = expected.IndexOf(' ');
        if (expected[..Math.Max(0, space)] != head) return $"{expected} must come, {head} did.";
        var wanted = expected[(space + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(
            OperatorTable.Number).ToArray();
        var came = Real(value.detach()).to(float64).reshape(-1).data<double>().ToArray();
        var share = value.dtype switch
        {
            ScalarType.Float64 or ScalarType.ComplexFloat64 => 1e-8,
            ScalarType.Float32 or ScalarType.ComplexFloat32 => 5e-6,
            ScalarType.Float16 => 2e-3,
            ScalarType.BFloat16 => 1e-2,
            _ => 0,
        };
        for (var k = 0; k < wanted.Length; k++)
        {
            if (!Near(wanted[k], came[k], share)) return $"[{k}] must be {wanted[k]:r}, is {came[k]:r}.";
        }
        return wanted.Length == came.Length ? null : $"{wanted.Length} numbers must come, {came.Length} did.";
    }

    private static bool Near(double wanted, double came, double share) =>
        wanted.Equals(came) || Math.Abs(wanted - came) <= share * Math.Max(1, Math.Abs(wanted));

    private static string Say(object? value) => value switch
    {
        null => "(none)",
        bool b => b ? "true" : "false",
        ScalarType t => Types.NameOf(t),
        long[] list => $"[{string.Join(',', list)}]",
        _ => value.ToString()!,
    };

    private static IEnumerable<object?> Flatten(object? result) => result switch
    {
        ITuple parts => Enumerable.Range(0, parts.Length).SelectMany(k => Flatten(parts[k])),
        IEnumerable<Tensor> parts => parts.SelectMany(Flatten),
        _ => [result],
    };

    private static string OneSpace(string text) =>
        string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
