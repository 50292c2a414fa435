using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests;

/// <summary>Ordered dictionaries, parameters by name, and modules in other types.</summary>
public sealed class ContainerTests
{
    [Fact]
    public void OrderedDict_Changes_KeepTheOrder()
    {
        var dict = new OrderedDict<string, int> { ("b", 2), ("a", 1) };
        dict.Insert(1, ("c", 3));
        dict["b"] = 20;

        Assert.Equal([("b", 20), ("c", 3), ("a", 1)], Enumerable.Range(0, 3).Select(k => dict[k]));
        Assert.Equal(("c", 3), dict[1]);
        Assert.Equal(1, dict.IndexOf(("c", 3)));
        Assert.DoesNotContain(("c", 4), (ICollection<(string, int)>)dict);
        Assert.True(dict.Remove("c"));
        Assert.False(dict.TryGetValue("c", out _));
        Assert.Equal(["b", "a"], dict.keys());
        dict.clear();
        Assert.Empty(dict.values());
    }

    [Fact]
    public void ParameterDict_Entries_AreTheOwnersParameters()
    {
        using var scope = NewDisposeScope();
        using var dict = nn.ParameterDict(("w", new Parameter(ones(2))), ("v", new Parameter(zeros(3))));
        dict.Add("u", new Parameter(ones(1)));

        Assert.Equal(["w", "v", "u"], dict.named_parameters().Select(p => p.name));
        Assert.True(dict.has_parameter("v"));
        Assert.Same(dict["v"], dict.get_parameter("v"));
        Assert.True(dict.Remove("v"));
        Assert.Equal(["w", "u"], dict.state_dict().Keys);
        dict[0] = ("first", new Parameter(ones(4)));
        Assert.Equal([4L], dict["first"].shape);
        dict.to(float64);
        Assert.All(dict.values(), p => Assert.Equal(ScalarType.Float64, p.dtype));
        dict.clear();
        Assert.Empty(dict.parameters());
    }

    [Fact]
    public void Module_IntegerTypes_AreRefused()
    {
        using var layer = nn.Linear(2, 2);
        Func<nn.Module>[] all =
        [
            () => layer.@bool(), () => layer.@byte(), () => layer.@char(), () => layer.@short(), () => layer.@int(),
            () => layer.@long(),
        ];
        Assert.All(all, to => Assert.Contains("floating or complex", Assert.Throws<ArgumentException>(to).Message));
    }

    [Fact]
    public void Dirac_Convolution_PassesItsInputOn()
    {
        using var scope = NewDisposeScope();
        var weight = nn.init.dirac_(empty(3, 2, 3, 3));
        var x = randn(1, 2, 4, 4);

        var y = nn.functional.conv2d(x, weight, padding: [1, 1]);

        Assert.True(y[.., ..2].allclose(x));
        Assert.Equal(0, y[.., 2].abs().sum().ToSingle());
        Assert.Throws<ArgumentException>(() => nn.init.dirac_(zeros(2, 2)));
    }

    [Fact]
    public void FuseLinearBn_Eval_GivesTheSameOutput()
    {
        using var scope = NewDisposeScope();
        using var linear = nn.Linear(3, 4);
        using var norm = nn.BatchNorm1d(4);
        norm.call(linear.call(randn(8, 3)));
        Assert.Throws<ArgumentException>(() => nn.utils.fuse_linear_bn_eval(linear, norm));
        linear.eval();
        norm.eval();
        var x = randn(5, 3);

        using var fused = nn.utils.fuse_linear_bn_eval(linear, norm);

        Assert.True(fused.call(x).allclose(norm.call(linear.call(x)), atol: 1e-6));
    }

    [Fact]
    public void FromFile_RawNumbers_AreMapped()
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(AppContext.BaseDirectory, "numbers.raw");
        File.WriteAllBytes(path, System.Runtime.InteropServices.MemoryMarshal.AsBytes([1.5, -2, 3.0]).ToArray());

        Assert.Equal([1.5, -2], from_file(path, shared: false, size: 2, dtype: float64).data<double>().ToArray());
    }

    [Fact]
    public void SdpSwitches_Set_AreRead()
    {
        Assert.True(backends.cuda.flash_sdp_enabled() && backends.cuda.math_sdp_enabled());
        backends.cuda.enable_flash_sdp(false);
        Assert.False(backends.cuda.flash_sdp_enabled());
        backends.cuda.enable_flash_sdp(true);
        backends.cuda.enable_math_sdp(false);
        Assert.False(backends.cuda.math_sdp_enabled());
        backends.cuda.enable_math_sdp(true);
    }
}
