using NotebookKit.Show;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Tests.Show;

public sealed class TensorPictureTests
{
    [Fact]
    public void FromTensor_Floats_AreRoundedAndInterleaved()
    {
        using var image = tensor(new[] { 0f, 1f, 0.5f, 0.25f, -0.1f, 1.2f }, [3, 1, 2]);

        var picture = RgbImage.FromTensor(image);

        Assert.Equal((2, 1), (picture.Width, picture.Height));
        Assert.Equal([0, 128, 0, 255, 64, 255],
            picture.Rgb);             // 127.5 to even, 63.75; the ends outside [0, 1]
    }

    [Fact]
    public void FromTensor_GreyBytes_BecomeThreeChannels()
    {
        using var image = tensor(new byte[] { 7, 200 }, [1, 2, 1]);

        var picture = RgbImage.FromTensor(image);

        Assert.Equal((1, 2), (picture.Width, picture.Height));
        Assert.Equal([7, 7, 7, 200, 200, 200], picture.Rgb);
    }

    [Fact]
    public void FromTensor_WrongShapeTypeOrValue_Throws()
    {
        using var flat = zeros(4, 4);
        using var whole = zeros([3, 2, 2], ScalarType.Int64);
        using var broken = full([3, 2, 2], float.NaN);

        Assert.Contains("[4, 4]", Assert.Throws<ArgumentException>(() => RgbImage.FromTensor(flat)).Message);
        Assert.Contains("Int64", Assert.Throws<ArgumentException>(() => RgbImage.FromTensor(whole)).Message);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => RgbImage.FromTensor(broken)).Message);
    }

    [Fact]
    public void FromTensors_Map_KeepsRowsAndColumns()
    {
        using var image = zeros(3, 2, 3);
        using var map = tensor(new[] { 0f, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f }, [2, 3]);

        var item = SaliencyItem.FromTensors(image, map, "title");

        Assert.Equal(0.2f, item.Map[0, 2]);
        Assert.Equal(0.3f, item.Map[1, 0]);
        Assert.Throws<ArgumentException>(() => SaliencyItem.FromTensors(image, image, "title"));
    }
}
