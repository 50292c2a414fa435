using System.Globalization;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace NotebookKit;

/// <summary>A tensor has another shape than a method needs; the message names both.</summary>
public sealed class ShapeException(string message) : ArgumentException(message);

/// <summary>Shape checks with one message form: what must hold, what came, what to do.</summary>
public static class Shapes
{
    /// <summary>Checks a tensor against a pattern of axis names and sizes and returns it, so that the check can stand in
    /// an expression.</summary>
    /// <param name="tensor">Tensor to check.</param>
    /// <param name="pattern">Axes parted by blanks: a number is the exact size, a name any size, but the same size wherever
    /// the name recurs. "N 3 H H" is a batch of square colour images; "" is a scalar.</param>
    /// <param name="advice">What to do about it, appended to the message.</param>
    /// <param name="name">How the message calls the tensor; by default the argument as written.</param>
    /// <exception cref="ShapeException">The shape does not fit.</exception>
    public static Tensor Require(
        this Tensor tensor, string pattern, string? advice = null,
        [CallerArgumentExpression(nameof(tensor))] string name = "tensor")
    {
        var axes = pattern.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var shape = tensor.shape;
        if (!Fits(axes, shape))
        {
            throw new ShapeException(Message(name, axes, shape, advice));
        }
        return tensor;
    }

    /// <summary>A shape as messages show it: [8, 3, 32, 32].</summary>
    public static string Text(ReadOnlySpan<long> shape) => $"[{string.Join(", ", shape.ToArray())}]";

    private static bool Fits(string[] axes, long[] shape)
    {
        if (axes.Length != shape.Length)
        {
            return false;
        }
        for (var i = 0; i < axes.Length; i++)
        {
            var expected = long.TryParse(axes[i], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
                ? size
                : shape[Array.IndexOf(axes, axes[i])];       // a name: the size where it stands first
            if (shape[i] != expected)
            {
                return false;
            }
        }
        return true;
    }

    private static string Message(string name, string[] axes, long[] shape, string? advice)
    {
        var message = $"{name} must be [{string.Join(", ", axes)}], but is {Text(shape)}.";
        return advice is null ? message : $"{message} {advice}";
    }
}
