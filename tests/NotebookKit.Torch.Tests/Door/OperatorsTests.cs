using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;
using Op = NotebookKit.Torch.Door.Operators;

namespace NotebookKit.Torch.Tests.Door;

/// <summary>Operators by the name of their schema, with arguments that the schema checks.</summary>
public sealed class OperatorsTests
{
    [Fact]
    public void Call_KindsOfArguments_GiveWhatTheMethodsGive()
    {
        using var scope = NewDisposeScope();
        var x = arange(6, float32).reshape(2, 3);
        var rows = tensor(new[] { 1L, 0 });

        Assert.Equal(x.add(x, 2), Call("aten::add", "Tensor", x, x, 2));
        Assert.Equal(x.add(x, 0.5), Call("aten::add", "Tensor", x, x, 0.5));
        Assert.Equal(x + x, Call("aten::add", "Tensor", x, x));
        Assert.Equal(x.roll(1L, 0L), Call("aten::roll", "", x, 1, new[] { 0 }));
        Assert.Equal(x.sum([1L], keepdim: true), Call("aten::sum", "dim_IntList", x, new List<long> { 1 }, true));
        Assert.Equal(x.sum([1L], type: float64), Call("aten::sum", "dim_IntList", x, new[] { 1L }, Type.Missing, float64));
        Assert.Equal(cat([x, x], 0), Assert.Single(Op.Call("aten::cat", "", new[] { x, x })));
        Assert.Equal(cat([x, x], 1), Call("aten::cat", "", new List<Tensor> { x, x }, 1));
        Assert.Equal(x.index_select(1, rows), Call("aten::index", "Tensor", x, new Tensor?[] { null, rows }));
        Assert.Equal(x.clamp(min: 1), Call("aten::clamp", "", x, 1, null));
        Assert.Equal(einsum("ij,ij->i", x, x), Call("aten::einsum", "", "ij,ij->i", new[] { x, x }));
        Assert.Equal(
            full(2, 3, new Complex(1, -1)),
            Call("aten::full", "", new[] { 2L, 3 }, new Complex(1, -1), complex64, null, "cpu", false));
        Assert.Equal(
            nn.functional.interpolate(x.reshape(1, 1, 2, 3), scale_factor: [2.0, 2.0], mode: InterpolationMode.Nearest),
            Call("aten::upsample_nearest2d", "vec", x.reshape(1, 1, 2, 3), null, new[] { 2.0, 2 }));

        using var one = new Generator(5);
        using var same = new Generator(5);
        Assert.Equal(
            Call("aten::randperm", "generator", 9, one, int64), Call("aten::randperm", "generator", 9, same, int64));
    }

    [Fact]
    public void Call_KindsOfResults_ComeAsNetValues()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 3f, 1, 2 });

        var sorted = Op.Call("aten::sort", "", x, 0, true);
        Assert.Equal([tensor(new[] { 3f, 2, 1 }), tensor(new[] { 0L, 2, 1 })], sorted.Cast<Tensor>());
        Assert.Equal([tensor(3f), tensor(1f), tensor(2f)], (Tensor[])Op.Call("aten::unbind", "int", x)[0]!);
        Assert.Equal(2.0, Op.Call("aten::item", "", x[2])[0]);
        Assert.Equal(new Complex(1, 2), Op.Call("aten::item", "", tensor(new Complex(1, 2)))[0]);
        Assert.Equal(true, Op.Call("aten::equal", "", x, x)[0]);
        Assert.Equal(3L, Op.Call("aten::size", "int", x, 0)[0]);

        var self = (Tensor)Op.Call("aten::add_", "Scalar", x, 10)[0]!;
        self.zero_();
        Assert.Equal(zeros(3), x);
    }

    [Fact]
    public void Schema_NamesTypesAndDefaults() => Assert.Equal(
        "aten::roll(Tensor self, int[1] shifts, int[1] dims=[]) -> Tensor",
        Op.Schema("aten::roll").Replace("SymInt", "int", StringComparison.Ordinal));

    [Fact]
    public void Call_UnknownOperator_NamesThoseThatAreNear()
    {
        var wrong = Assert.Throws<ArgumentException>(() => Op.Call("aten::roll", "Tensor"));
        var none = Assert.Throws<ArgumentException>(() => Op.Call("roll", ""));

        Assert.StartsWith("This libtorch has no operator 'aten::roll.Tensor'. It has: aten::roll", wrong.Message);
        Assert.Contains("None begins with 'roll'; names are as in 'aten::add'.", none.Message);
    }

    [Fact]
    public void Call_ArgumentsThatDoNotFit_NamesTheArgumentAndShowsTheSchema()
    {
        using var scope = NewDisposeScope();
        var x = ones(2);
        void Refuses(string message, string name, string overload, params object?[] arguments)
        {
            var error = Assert.Throws<ArgumentException>(() => Op.Call(name, overload, arguments));
            Assert.Contains(message, error.Message);
            Assert.Contains(name, error.Message);
            Assert.Contains("->", error.Message);
        }

        Refuses("The argument 'other' is missing", "aten::add", "Tensor", x);
        Refuses("takes 3 arguments, but 4 came", "aten::add", "Tensor", x, x, 1, 1);
        Refuses("'other' must be Tensor, but is Int32", "aten::add", "Tensor", x, 1);
        Refuses("'self' must be Tensor, but is null", "aten::neg", "", [null]);
        Refuses("'dim' must be int, but is Double", "aten::unsqueeze", "", x, 1.0);
        Refuses("'shifts' must be ", "aten::roll", "", x, "one");
        Refuses("'tensors' must be Tensor[], but is a list with null in it", "aten::cat", "", new Tensor?[] { x, null });
        Refuses("'dtype' must be ScalarType or null, but is String", "aten::sum", "", x, "float");
        Refuses("'equation' must be str, but is Tensor", "aten::einsum", "", x, x);
        Refuses("'unbiased' must be bool, but is Int32", "aten::std", "", x, 1);
    }

    [Fact]
    public void Call_WhatLibtorchRefuses_SaysItsOwnWords()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ExternalException>(() => Op.Call("aten::mm", "", ones(2, 3), ones(2, 3)));

        Assert.Contains("aten::mm([2, 3] Float32, [2, 3] Float32)", error.Message);
    }

    private static Tensor Call(string name, string overload, params object?[] arguments) =>
        Assert.IsType<Tensor>(Assert.Single(Op.Call(name, overload, arguments)));
}
