using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A second module with the values of the first one.</summary>
internal static class LayerCopy
{
    /// <summary>Makes a module of the same kind and copies type, device, values and mode to it.</summary>
    /// <remarks>What making it draws does not move the generator on: PyTorch's copy draws nothing.</remarks>
    public static T Of<T>(T source, Func<T> make) where T : nn.Module
    {
        using var scope = NewDisposeScope();
        var state = get_rng_state();
        var copy = make();
        set_rng_state(state);
        var first = source.parameters().First();
        copy.to(first.device, first.dtype);
        copy.load_state_dict(source.state_dict());
        copy.train(source.training);
        return copy;
    }
}
