using NotebookKit.Data;
using static TorchSharp.torch;

namespace NotebookKit.Benchmarks;

/// <summary>Random bytes as pictures: their values do not matter to the time.</summary>
internal static class Pictures
{
    public static ImageSet Of(int count, int channels, int side)
    {
        manual_seed(7);
        var source = new DataUse("random", "", "random bytes", StandIn: true);
        var labels = new long[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = i % 10;
        }

        return new(
            randint(0, 256, [count, channels, side, side], ScalarType.Byte), tensor(labels),
            [.. Enumerable.Range(0, 10).Select(k => $"class {k}")], source);
    }
}
