using NotebookKit.Cost;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Backbones;

/// <summary>
/// Self-attention within windows of M x M tokens (Liu et al. 2021, section 3.2), in every other block shifted by half a
/// window: the map is rolled, and tokens that only the roll brings together do not see each other. To each product of
/// query and key comes a learnt bias for their distance (eq. 4). Maps that are no multiple of M are filled up with
/// zeros, and a side of one window is not shifted, both as torchvision does. Names as in torchvision: qkv, proj,
/// relative_position_bias_table, relative_position_index.
/// </summary>
public sealed class ShiftedWindowAttention : Module<Tensor, Tensor>, IOwnMacs
{
    private const double Unseen = -100;                                   // added before the softmax, as published

    private readonly Linear qkv;
    private readonly Linear proj;
    [ComponentName(Name = "relative_position_bias_table")]
    private readonly Parameter biases;                                    // [(2M - 1)^2, heads]
    [ComponentName(Name = "relative_position_index")]
    private readonly Tensor distances;                                    // [M^4], rows of the table
    private readonly long heads;
    private readonly long window;
    private readonly long shift;

    /// <summary>Builds the layer.</summary>
    /// <param name="width">C, a multiple of <paramref name="heads"/>.</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="window">M.</param>
    /// <param name="shifted">Whether the windows are shifted by M / 2.</param>
    public ShiftedWindowAttention(long width, long heads, int window, bool shifted)
        : base(nameof(ShiftedWindowAttention))
    {
        (this.heads, this.window, shift) = (heads, window, shifted ? window / 2 : 0);
        qkv = Linear(width, 3 * width);
        proj = Linear(width, width);
        biases = Parameter(empty(((2 * window) - 1) * ((2 * window) - 1), heads));
        distances = tensor(Distances(window));
        RegisterComponents();
        using var guard = no_grad();
        init.normal_(biases, 0, 0.02);
    }

    /// <summary>Each token as a mixture of those in its window.</summary>
    /// <param name="input">[N, H, W, C].</param>
    /// <returns>[N, H, W, C].</returns>
    public override Tensor forward(Tensor input)
    {
        var (count, height, width, channels) = (input.shape[0], input.shape[1], input.shape[2], input.shape[3]);
        var (tall, wide) = (Whole(height), Whole(width));
        var (down, right) = (tall > window ? shift : 0, wide > window ? shift : 0);
        var x = (tall, wide) == (height, width)
            ? input
            : functional.pad(input, [0, 0, 0, wide - width, 0, tall - height]);
        x = down + right > 0 ? x.roll([-down, -right], [1, 2]) : x;                             // [N, H', W', C]
        var tokens = Windows(x);                                                                // [N nW, L, C]
        var length = window * window;
        var parts = qkv.call(tokens).reshape(count, -1, length, 3, heads, channels / heads)
            .permute(3, 0, 1, 4, 2, 5).unbind();                          // 3 of [N, nW, heads, L, C / heads]
        var added = Biases();
        added = down + right > 0 ? added + Mask(tall, wide, down, right, added) : added;
        var mixed = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2], added)     // eq. 4
            .transpose(2, 3).reshape(-1, length, channels);
        x = proj.call(mixed).reshape(count, tall / window, wide / window, window, window, channels)
            .permute(0, 1, 3, 2, 4, 5).reshape(count, tall, wide, channels);
        x = down + right > 0 ? x.roll([down, right], [1, 2]) : x;
        return x.narrow(1, 0, height).narrow(2, 0, width);
    }

    /// <summary>In every window queries by keys, and weights by values.</summary>
    public long OwnMacs(ReadOnlySpan<long> inputShape, ReadOnlySpan<long> outputShape) =>
        2 * inputShape[0] * Whole(inputShape[1]) * Whole(inputShape[2]) * window * window * inputShape[3];

    private long Whole(long side) => (side + window - 1) / window * window;

    // [N, H', W', C] to [N nW, M M, C], window by window.
    private Tensor Windows(Tensor map)
    {
        var (count, tall, wide, channels) = (map.shape[0], map.shape[1], map.shape[2], map.shape[3]);
        return map.reshape(count, tall / window, window, wide / window, window, channels)
            .permute(0, 1, 3, 2, 4, 5).reshape(-1, window * window, channels);
    }

    private Tensor Biases()
    {
        var length = window * window;
        return biases.index_select(0, distances).reshape(length, length, heads).permute(2, 0, 1);   // [heads, L, L]
    }

    // Rolled, the last windows hold tokens from two sides of the map, which must not see each other: [nW, 1, L, L].
    private Tensor Mask(long tall, long wide, long down, long right, Tensor like)
    {
        var sides = (3 * Sides(tall, down)).unsqueeze(1) + Sides(wide, right);                  // [H', W']
        var ofWindow = Windows(sides.reshape(1, tall, wide, 1)).squeeze(2);                     // [nW, L]
        var apart = ofWindow.unsqueeze(1).ne(ofWindow.unsqueeze(2)).unsqueeze(1);
        return zeros(apart.shape, like.dtype, like.device).masked_fill_(apart, Unseen);

        // 0 before the last window, 1 in it, 2 where the roll has brought the beginning of the side.
        Tensor Sides(long side, long by)
        {
            var at = arange(side, device: like.device);
            return by == 0 ? zeros_like(at) : at.ge(side - window).to(at.dtype) + at.ge(side - by).to(at.dtype);
        }
    }

    // Row of the table for each pair of tokens: (dy + M - 1) (2M - 1) + dx + M - 1.
    private static long[] Distances(int window)
    {
        var (length, span) = (window * window, (2 * window) - 1);
        var rows = new long[length * length];
        for (var pair = 0; pair < rows.Length; pair++)
        {
            var (query, key) = Math.DivRem(pair, length);
            var (dy, dx) = ((query / window) - (key / window), (query % window) - (key % window));
            rows[pair] = ((dy + window - 1) * span) + dx + window - 1;
        }

        return rows;
    }
}
