using System.Reflection;
using static TorchSharp.torch;
using Word = NotebookKit.Torch.Tests.Operators.CallText.Word;

namespace NotebookKit.Torch.Tests.Operators;

/// <summary>Every operator of the table is called in the ways in which operators fail, or a reason says why
/// not.</summary>
public sealed class OperatorCoverageTests
{
    private static readonly OperatorTable s_table = OperatorTable.Read();
    private static readonly HashSet<string> s_dimensions =
    [
        "dim", "dims", "dim0", "dim1", "dim2", "dim3", "dims1", "dims2", "dimension", "dimensions", "axis",
        "source", "destination", "start_dim", "end_dim",
    ];
    private static readonly HashSet<string> s_narrow =
        ["float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool"];

    // With a float of 16 bits, an integer or a boolean; with no element; a dimension counted from the end; refused.
    [Theory]
    [InlineData("narrow")]
    [InlineData("empty")]
    [InlineData("negative")]
    [InlineData("error")]
    public void Operators_EachHasACallOfTheKindOrAReason(string kind)
    {
        var operators = s_table.Cases.GroupBy(Name).ToArray();
        var bare = operators.Where(o => !o.Any(c => Holds(kind, c)) && (kind != "negative" || HasDimension(o.First())))
            .Select(o => o.Key).ToHashSet();
        var reasons = s_table.Missing.Keys.Where(m => m.Kind == kind).Select(m => m.Name).ToArray();

        Assert.True(bare.IsSubsetOf(reasons),
            $"No {kind} call in operators.txt and no reason: {string.Join(' ', bare.Except(reasons).Order())}");
        Assert.True(bare.IsSupersetOf(reasons),
            $"A reason against {kind} calls, but there is one: {string.Join(' ', reasons.Except(bare).Order())}");
    }

    private static string Name(OperatorTable.Case @case) =>
        @case.Area == "torch" ? @case.Call.Name : $"{@case.Area}.{@case.Call.Name}";

    private static bool Holds(string kind, OperatorTable.Case @case)
    {
        var values = @case.Call.Positional.Concat(@case.Call.Named.Values).SelectMany(Flat).ToArray();
        var tensors = values.OfType<Word>().Where(w => s_table.IsTensor(w.Text)).Select(w => s_table.Form(w.Text));
        return kind switch
        {
            "narrow" => @case.Results.Keys.Any(s_narrow.Contains) || values.OfType<Word>().Any(
                w => s_narrow.Contains(s_table.IsTensor(w.Text) ? s_table.Form(w.Text).Type : w.Text)),
            "empty" => tensors.Any(t => t.Shape.Contains(0)) || (!tensors.Any() && values.Contains(0L)),
            "negative" => Overload.Of(@case, s_table).Any(o => Dimensions(o.Method, @case.Call).Any(d => d < 0)),
            "error" => @case.Results.Values.Any(e => (e.Error ?? e.InPlace?.Error) is not null),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "must be a kind of call."),
        };
    }

    private static bool HasDimension(OperatorTable.Case @case) => Overload.Public().Any(
        m => Overload.IsFor(@case, m) && m.GetParameters().Any(IsDimension));

    private static bool IsDimension(ParameterInfo p) =>
        s_dimensions.Contains(p.Name!) && !typeof(Tensor).IsAssignableFrom(p.ParameterType);

    private static IEnumerable<long> Dimensions(MethodBase method, CallText call)
    {
        var positional = call.Positional.Skip(method.IsStatic ? 0 : 1).ToArray();
        var parameters = method.GetParameters();
        return parameters.Where(IsDimension).SelectMany(
            p => p.Position < positional.Length ? Flat(positional[p.Position])
                : Flat(call.Named.GetValueOrDefault(p.Name!))).OfType<long>();
    }

    private static IEnumerable<object?> Flat(object? value) =>
        value is object?[] list ? list.SelectMany(Flat) : [value];
}
