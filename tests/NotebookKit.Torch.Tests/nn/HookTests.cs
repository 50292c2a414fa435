using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Torch.Tests;

public sealed class HookTests
{
    [Fact]
    public void Hooks_RunInCallOnly()
    {
        using var scope = NewDisposeScope();
        using var layer = ReLU();
        var calls = 0;
        layer.register_forward_hook((_, _, output) =>
        {
            calls++;
            return output;
        });

        layer.forward(ones([1]));
        Assert.Equal(0, calls);
        layer.call(ones([1]));
        Assert.Equal(1, calls);
    }

    [Fact]
    public void PreHook_MayReplaceTheInput_AndNullKeepsIt()
    {
        using var scope = NewDisposeScope();
        using var layer = Identity();
        var remover = layer.register_forward_pre_hook((_, input) => input * 2);
        layer.register_forward_pre_hook((_, _) => null!);

        Assert.Equal(6, layer.call(full([1], 3f)).ToSingle());
        remover.remove();
        Assert.Equal(3, layer.call(full([1], 3f)).ToSingle());
    }

    [Fact]
    public void ForwardHook_MayReplaceTheResult_InOrder()
    {
        using var scope = NewDisposeScope();
        using var layer = Identity();
        layer.register_forward_hook((_, _, output) => output + 1);
        layer.register_forward_hook((_, input, output) => (output * 10) + input);

        Assert.Equal(43, layer.call(full([1], 3f)).ToSingle());
    }

    [Fact]
    public void ActionHooks_LearnOfTheCall()
    {
        using var scope = NewDisposeScope();
        using var layer = Identity();
        var seen = new List<string>();
        layer.register_forward_pre_hook((Module m) => seen.Add("before " + m.GetName()));
        layer.register_forward_hook((Module m) => seen.Add("after " + m.GetName()));

        layer.call(ones([1]));

        Assert.Equal(["before Identity", "after Identity"], seen);
    }

    [Fact]
    public void Sequential_RunsItsChildrensHooks()
    {
        using var scope = NewDisposeScope();
        using var inner = Identity();
        using var net = Sequential(inner, ReLU());
        inner.register_forward_hook((_, _, output) => output - 5);

        Assert.Equal(0, net.call(full([1], 3f)).ToSingle());
    }

    [Fact]
    public void TwoInputs_PreHookReplacesBoth()
    {
        using var scope = NewDisposeScope();
        using var loss = MSELoss();
        loss.register_forward_pre_hook((_, input, target) => (input + 1, target + 3));

        Assert.Equal(4, loss.call(zeros([2]), zeros([2])).ToSingle());
    }
}
