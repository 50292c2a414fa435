using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace NotebookKit.Torch.Tests;

/// <summary>Packed sequences: what a recurrent layer makes of each sequence alone.</summary>
public sealed class PackedSequenceTests
{
    private static readonly long[] s_lengths = [2, 4, 1];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PadAndPack_ThereAndBack_GivesTheSequences(bool batchFirst)
    {
        using var scope = NewDisposeScope();
        var sequences = Sequences();

        var padded = pad_sequence(sequences, batchFirst, -1);
        Assert.Equal(batchFirst ? [3, 4, 2] : [4, 3, 2], padded.shape);
        using var packed = pack_padded_sequence(padded, tensor(s_lengths), batchFirst, enforce_sorted: false);
        Assert.Equal([3L, 2, 1, 1], packed.batch_sizes.data<long>().ToArray());
        Assert.Equal([7L, 2], packed.data.shape);
        var (back, lengths) = pad_packed_sequence(packed, batchFirst, -1, 5);

        Assert.Equal(s_lengths, lengths.data<long>().ToArray());
        Assert.Equal(5, back.shape[batchFirst ? 1 : 0]);
        for (var k = 0; k < 3; k++)
        {
            var one = back.select(batchFirst ? 0 : 1, k);
            Assert.True(one.narrow(0, 0, s_lengths[k]).allclose(sequences[k]));
            Assert.True(one.narrow(0, s_lengths[k], 5 - s_lengths[k]).eq(-1).all().item<bool>());
        }
    }

    [Fact]
    public void Lstm_PackedInput_EqualsEachSequenceAlone()
    {
        using var scope = NewDisposeScope();
        var sequences = Sequences();
        using var layer = nn.LSTM(2, 3, numLayers: 2, bidirectional: true);
        var (h, c) = (randn(4, 3, 3), randn(4, 3, 3));
        using var packed = pack_sequence(sequences, enforce_sorted: false);

        var (output, hn, cn) = layer.call(packed, (h, c));
        var (padded, _) = pad_packed_sequence(output);

        for (var k = 0; k < 3; k++)
        {
            var (alone, h1, c1) = layer.call(sequences[k].unsqueeze(1), (h.narrow(1, k, 1), c.narrow(1, k, 1)));
            Assert.True(padded.select(1, k).narrow(0, 0, s_lengths[k]).allclose(alone.squeeze(1), atol: 1e-6));
            Assert.True(hn.select(1, k).allclose(h1.squeeze(1), atol: 1e-6));
            Assert.True(cn.select(1, k).allclose(c1.squeeze(1), atol: 1e-6));
        }
    }

    [Fact]
    public void Gru_PackedInput_EqualsEachSequenceAlone()
    {
        using var scope = NewDisposeScope();
        var sequences = Sequences();
        using var layer = nn.GRU(2, 3);
        using var packed = pack_sequence(sequences, enforce_sorted: false);

        var (output, hn) = layer.call(packed);
        var (padded, _) = pad_packed_sequence(output);

        for (var k = 0; k < 3; k++)
        {
            var (alone, h1) = layer.call(sequences[k].unsqueeze(1));
            Assert.True(padded.select(1, k).narrow(0, 0, s_lengths[k]).allclose(alone.squeeze(1), atol: 1e-6));
            Assert.True(hn.select(1, k).allclose(h1.squeeze(1), atol: 1e-6));
        }
    }

    [Fact]
    public void Pack_RisingLengthsSaidToFall_Throws()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => pack_sequence(Sequences()));
    }

    [Fact]
    public void Scope_Closed_FreesAndCountsPackedSequences()
    {
        DisposeScopeManager.Statistics.Reset();
        PackedSequence inner;
        using (NewDisposeScope())
        {
            inner = pack_sequence(Sequences(), enforce_sorted: false);
            Assert.False(inner.data.IsInvalid);
        }

        Assert.True(inner.data.IsInvalid);
        var counts = DisposeScopeManager.Statistics.PackedSequenceStatistics;
        Assert.Equal(0, counts.ThreadTotalLiveCount);
        Assert.True(counts.CreatedInScopeCount > 0);
    }

    private static Tensor[] Sequences() =>
        [.. s_lengths.Select((n, k) => (arange(n * 2, dtype: float32) + k).sin().reshape(n, 2))];
}
