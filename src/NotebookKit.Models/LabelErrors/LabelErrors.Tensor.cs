using static TorchSharp.torch;

namespace NotebookKit.Models.LabelErrors;

public static partial class LabelErrors
{
    /// <summary>Finds label errors in tensors, wherever they live.</summary>
    /// <param name="givenLabels">[N], any integer type, in 0..K-1.</param>
    /// <param name="predProbs">[N, K], float32 or float64, out of sample; half precision is refused, because its
    /// rounding adds issues.</param>
    /// <param name="options">Null = the reference software's defaults.</param>
    /// <inheritdoc cref="Find(ReadOnlySpan{int}, PredProbs, LabelErrorOptions?)"/>
    public static LabelErrorFindings Find(Tensor givenLabels, Tensor predProbs, LabelErrorOptions? options = null)
    {
        if (givenLabels.shape is not [_] || !IsInteger(givenLabels.dtype))
            throw new ArgumentException(
                $"givenLabels must be [N] of an integer type, but is {Form(givenLabels)}; pass class numbers.");
        if (predProbs.shape is not [_, var classes]
            || predProbs.dtype is not (ScalarType.Float32 or ScalarType.Float64))
            throw new ArgumentException(
                $"predProbs must be [N, K] of Float32 or Float64, but is {Form(predProbs)}; " +
                "pass one row of class probabilities per example, for example " +
                "logits.softmax(1).to(ScalarType.Float32).");

        using var scope = NewDisposeScope();
        var labels = ToInt32s(givenLabels);
        var rows = predProbs.detach().cpu().contiguous();                                       // [N, K]
        return rows.dtype == ScalarType.Float64
            ? Find(labels, rows.data<double>().ToArray(), (int)classes, options)
            : Find(labels, rows.data<float>().ToArray(), (int)classes, options);
    }

    private static int[] ToInt32s(Tensor givenLabels)
    {
        var wide = givenLabels.detach().cpu().to(ScalarType.Int64).data<long>().ToArray();
        var labels = new int[wide.Length];
        for (var i = 0; i < wide.Length; i++)
        {
            labels[i] = wide[i] is >= int.MinValue and <= int.MaxValue ? (int)wide[i] : throw new ArgumentException(
                $"givenLabels[{i}] is {wide[i]}; labels run from 0 to K - 1.");
        }

        return labels;
    }

    private static bool IsInteger(ScalarType type) =>
        type is ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64;

    private static string Form(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}] of {tensor.dtype}";
}
