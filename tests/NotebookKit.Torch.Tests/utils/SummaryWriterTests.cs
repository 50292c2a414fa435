using System.Text;
using TorchSharp.Utils;
using TorchSharp.Utils.tensorboard.Enums;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests;

/// <summary>Event files, read back by <see cref="EventReader"/>.</summary>
public sealed class SummaryWriterTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("events-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void MaskedCrc_KnownBytes_GivesPublishedChecksum()
    {
        // RFC 3720, appendix B.4: CRC-32C of 32 zeros is 0x8a9136aa.
        const uint crc = 0x8a9136aa;
        var expected = unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8);

        Assert.Equal(expected, EventFile.MaskedCrc(new byte[32]));
        Assert.Equal(expected, EventReader.Masked(new byte[32]));
        Assert.Equal(EventReader.Masked(Encoding.UTF8.GetBytes("record")), EventFile.MaskedCrc(Encoding.UTF8.GetBytes("record")));
    }

    [Fact]
    public void AddScalar_TwoSteps_StandInTheFileAfterItsVersion()
    {
        var writer = utils.tensorboard.SummaryWriter(_directory, "end");

        writer.add_scalar("loss/train", 0.25f, 3, walltime: 1700000000);
        writer.add_scalar("loss/train", -2f, 300);

        var path = Assert.Single(Directory.GetFiles(_directory));
        Assert.StartsWith("events.out.tfevents.", Path.GetFileName(path), StringComparison.Ordinal);
        Assert.EndsWith(".end", path, StringComparison.Ordinal);
        var events = EventReader.Records(path).ConvertAll(EventReader.Fields);
        Assert.Equal(3, events.Count);
        Assert.Equal("brain.Event:2", events[0].Text(3));
        Assert.Equal(1700000000.0, events[1][1].Single());
        Assert.Equal(3L, events[1][2].Single());
        var value = events[1].Message(5).Message(1);
        Assert.Equal("loss/train", value.Text(1));
        Assert.Equal(0.25f, value[2].Single());
        Assert.Equal(300L, events[2][2].Single());
        Assert.InRange((double)events[2][1].Single(), 1.7e9, 1e10);
    }

    [Fact]
    public void AddScalars_TwoNames_MakesARunOfEach()
    {
        var writer = utils.tensorboard.SummaryWriter(_directory);

        writer.add_scalars("rate/x", new Dictionary<string, float> { ["a"] = 1, ["b"] = 2 }, 7);
        writer.add_scalars("rate/x", [("b", 3f)], 8);

        Assert.Equal(["rate_x_a", "rate_x_b"], Directory.GetDirectories(_directory).Select(d => Path.GetFileName(d)!).Order());
        var path = Assert.Single(Directory.GetFiles(Path.Combine(_directory, "rate_x_b")));
        var values = EventReader.Records(path).Skip(1).Select(r => EventReader.Fields(r).Message(5).Message(1)).ToArray();
        Assert.Equal(["rate/x", "rate/x"], values.Select(v => v.Text(1)));
        Assert.Equal([2f, 3f], values.Select(v => (float)v[2].Single()));
    }

    [Fact]
    public void AddText_Unicode_IsATensorOfTheTextPlugin()
    {
        var writer = utils.tensorboard.SummaryWriter(_directory);

        writer.add_text("note", "**größer** 5", 1);

        var value = Only().Message(1);
        Assert.Equal("note/text_summary", value.Text(1));
        Assert.Equal("text", value.Message(9).Message(1).Text(1));
        Assert.Equal(7L, value.Message(8)[1].Single());
        Assert.Equal("**größer** 5", value.Message(8).Text(8));
    }

    [Theory]
    [InlineData(HistogramBinSelector.Tensorflow)]
    [InlineData(HistogramBinSelector.Sqrt)]
    [InlineData(HistogramBinSelector.Sturges)]
    [InlineData(HistogramBinSelector.Rice)]
    [InlineData(HistogramBinSelector.Scott)]
    [InlineData(HistogramBinSelector.Doane)]
    public void AddHistogram_Numbers_CountsEachBetweenItsLimits(HistogramBinSelector bins)
    {
        var writer = utils.tensorboard.SummaryWriter(_directory);
        double[] numbers = [-3, -1, -0.5, 0, 0.5, 1, 1.5, 2, 8];
        using var values = tensor(numbers);

        writer.add_histogram("weights", values, 1, bins);

        var histogram = Only().Message(1).Message(5);
        var (limits, counts) = (histogram.Doubles(6), histogram.Doubles(7));
        Assert.Equal([-3.0, 8.0, 9.0, 8.5, 81.75], Enumerable.Range(1, 5).Select(k => (double)histogram[k].Single()));
        Assert.Equal(limits.Length, counts.Length);
        Assert.Equal(9, counts.Sum());
        Assert.Equal(0, counts[0]);
        for (var k = 1; k < limits.Length; k++)
        {
            var last = k == limits.Length - 1;
            Assert.Equal(numbers.Count(x => x >= limits[k - 1] && (x < limits[k] || (last && x == limits[k]))),
                counts[k]);
        }
    }

    [Fact]
    public void AddHistogram_MaxBins_JoinsNeighbours()
    {
        var writer = utils.tensorboard.SummaryWriter(_directory);
        using var values = arange(100, dtype: ScalarType.Float32);

        writer.add_histogram("x", values, 1, HistogramBinSelector.Sqrt, max_bins: 5);

        Assert.Equal([0, 20, 20, 20, 20, 20], Only().Message(1).Message(5).Doubles(7));
    }

    [Fact]
    public void AddHistogram_NotFinite_SaysHowMany()
    {
        var writer = utils.tensorboard.SummaryWriter(_directory);
        using var values = tensor(new[] { 1f, float.NaN });
        using var distinct = arange(3, dtype: ScalarType.Float32);

        Assert.Contains("1 of 2", Assert.Throws<ArgumentException>(() => writer.add_histogram("x", values, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => writer.add_histogram("x", distinct, 1, HistogramBinSelector.Stone));
    }

    [Fact]
    public void SummaryWriter_RunName_IsADirectoryBeneath()
    {
        var writer = utils.tensorboard.SummaryWriter(_directory, createRunName: true);

        Assert.Equal(_directory, Path.GetDirectoryName(writer.LogDir));
        Assert.Single(Directory.GetFiles(writer.LogDir));
    }

    private ILookup<int, object> Only() =>
        EventReader.Fields(EventReader.Records(Assert.Single(Directory.GetFiles(_directory)))[1]).Message(5);
}
