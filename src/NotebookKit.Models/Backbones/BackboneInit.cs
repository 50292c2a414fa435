using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Backbones;

/// <summary>First weights that several networks share.</summary>
internal static class BackboneInit
{
    /// <summary>Convolutions He-normal (He et al. 2015, eq. 10 with the inputs of a unit, eq. 14 with its outputs),
    /// their biases zero.</summary>
    public static void HeNormal(Module network, init.FanInOut fan)
    {
        using var guard = no_grad();
        foreach (var layer in network.modules().OfType<Conv2d>())
        {
            init.kaiming_normal_(layer.weight, mode: fan, nonlinearity: init.NonlinearityType.ReLU);
            if (layer.bias is { } bias)
            {
                init.zeros_(bias);
            }
        }
    }

    /// <summary>Linear layers normal with a small deviation, their biases zero.</summary>
    public static void SmallLinear(Module network, double deviation = 0.01)
    {
        using var guard = no_grad();
        foreach (var layer in network.modules().OfType<Linear>())
        {
            init.normal_(layer.weight, 0, deviation);
            if (layer.bias is { } bias)
            {
                init.zeros_(bias);
            }
        }
    }

    /// <summary>Checks a number of classes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public static void RequireClasses(long classes)
    {
        if (classes < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(classes), $"classes must be 1 or more, but is {classes}.");
        }
    }

    /// <summary>Checks a width multiplier.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public static void RequireWidth(double width)
    {
        if (!(width > 0 && double.IsFinite(width)))
        {
            throw new ArgumentOutOfRangeException(nameof(width), $"width must be above 0, but is {width}.");
        }
    }
}
