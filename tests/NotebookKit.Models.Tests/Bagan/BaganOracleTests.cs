using NotebookKit.Metrics;
using NotebookKit.Models.Bagan;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests.Bagan;

/// <summary>The numeric oracles of the specification, section 7 (computed with PyTorch 1.13.1 and numpy).</summary>
public sealed class BaganOracleTests
{
    [Fact]
    public void RebalanceRatios_OfTheOracle_GiveTheRareClassesMore()
    {
        var ratios = LabelSampler.RebalanceRatios([0.5, 0.3, 0.15, 0.05]);

        Assert.Equal([0, 0.2, 0.35, 0.45], ratios.Select(r => Math.Round(r, 12)));
    }

    [Theory]
    [InlineData(1e-12, 0)]
    [InlineData(0.25, 0)]
    [InlineData(0.2500001, 1)]
    [InlineData(1, 3)]
    public void LabelSampler_Uniform_TakesTheFirstClassWhoseCumulativeRatioReachesU(double u, int label) =>
        Assert.Equal(label, LabelSampler.Uniform(4).Label(u));

    [Fact]
    public void LabelSampler_ManyDraws_HaveTheRatios()
    {
        manual_seed(3);
        using var labels = new LabelSampler([0.1, 0, 0.6, 0.3]).Draw(100_000);

        var counts = labels.data<long>().GroupBy(label => label).ToDictionary(
            group => group.Key, group => group.Count());

        Assert.False(counts.ContainsKey(1));
        Assert.InRange(counts[0] / 1e5, 0.097, 0.103);                     // 3 standard errors
        Assert.InRange(counts[2] / 1e5, 0.595, 0.605);
    }

    [Theory]
    [InlineData(ScalarType.Float64, 1e-9)]
    [InlineData(ScalarType.Float32, 1e-5)]
    public void ClassGaussians_OfTheOracle_HaveItsMeanCovarianceAndSpectrum(ScalarType dtype, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var gaussians = ClassGaussians.Fit(Latents().to(dtype), [0, 0, 0, 0, 0, 0, 0], 1);

        AssertClose([-0.0782613426, 0.0847386433, 0.1470676045], gaussians.Means()[0], tolerance);
        AssertClose(
            [
                0.5433794181, 0.3041299687, -0.3606993613, 0.3041299687, 0.6880113393, 0.1124753216, -0.3606993613,
                0.1124753216, 0.4672358497,
            ],
            gaussians.Covariance(0), tolerance);
        AssertClose(
            [0.0150980938, 0.7002234772, 0.9833050361], linalg.eigvalsh(gaussians.Covariance(0)), tolerance);
        Assert.Equal(3, gaussians.Classes[0].Rank);
        Assert.Equal(1, gaussians.Classes[0].Condition / (0.9833050361 / 0.0150980938), 1e3 * tolerance);
    }

    [Fact]
    public void ClassGaussians_OfTheOracle_GiveItsDrawThroughTheLowerCholeskyFactor()
    {
        using var scope = NewDisposeScope();
        using var gaussians = ClassGaussians.Fit(Latents(), [0, 0, 0, 0, 0, 0, 0], 1);
        var noise = tensor(new[] { 0.5, -1, 2 });

        var drawn = gaussians.Means()[0] + linalg.cholesky(gaussians.Covariance(0)).matmul(noise);

        AssertClose([0.2903100271, -0.4285475408, -0.1500229047], drawn, 1e-9);
    }

    [Fact]
    public void ClassGaussians_ManyDraws_ReproduceMeanAndCovariance()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        using var gaussians = ClassGaussians.Fit(Latents(), [0, 0, 0, 0, 0, 0, 0], 1);
        const int draws = 200_000;

        var drawn = gaussians.Sample(zeros(draws, int64)).to(float64);                   // [draws, 3]

        var covariance = gaussians.Covariance(0);
        var standardErrors = (covariance.diagonal() / draws).sqrt();
        Assert.True(((drawn.mean([0]) - gaussians.Means()[0]).abs() <= 4 * standardErrors).all().item<bool>());
        var centred = drawn - drawn.mean([0]);
        var error = (centred.t().matmul(centred) / (draws - 1) - covariance).norm() / covariance.norm();
        Assert.True(error.item<double>() < 0.02, $"relative error {error.item<double>()}");
    }

    [Fact]
    public void ClassGaussians_RankOne_DrawsLieOnTheLine()
    {
        using var scope = NewDisposeScope();
        var direction = tensor(new[] { 1.0, -2.0, 0.5 });
        var points = outer(tensor(new[] { -1.0, 0.3, 2.0, 0.1 }), direction) + 3;
        using var gaussians = ClassGaussians.Fit(points, [0, 0, 0, 0], 1);

        var away = gaussians.Sample(zeros(1_000, int64)).to(float64) - gaussians.Means()[0];
        var unit = direction / direction.norm();
        var beside = away - outer(away.matmul(unit), unit);

        Assert.Equal(1, gaussians.Classes[0].Rank);
        Assert.True(beside.abs().max().item<double>() < 1e-6);
    }

    [Fact]
    public void ClassGaussians_OnePicture_UsesASmallSphereAndSaysSo()
    {
        using var scope = NewDisposeScope();
        using var gaussians = ClassGaussians.Fit(
            tensor(new[,] { { 1.0, 2.0 }, { 0.0, 1.0 }, { 1.0, 0.0 } }), [1, 0, 0], 2);

        Assert.Equal([1], gaussians.SinglePictureClasses);
        AssertClose([1e-3, 0, 0, 1e-3], gaussians.Covariance(1), 1e-15);
        AssertClose([1, 2], gaussians.Means()[1], 0);
    }

    [Fact]
    public void ClassGaussians_ClassWithoutPicture_IsRefused()
    {
        using var latents = zeros(2, 3);

        var error = Assert.Throws<ArgumentException>(() => ClassGaussians.Fit(latents, [0, 2], 3));

        Assert.StartsWith("Each class needs at least one training picture, but class 1 has none", error.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ScalarType.Float64, 1e-9)]
    [InlineData(ScalarType.Float32, 1e-5)]
    public void Ssim_OfTheOracle_IsExactAndOneForEqualPictures(ScalarType dtype, double tolerance)
    {
        using var scope = NewDisposeScope();
        var a = (Fill.Of([1, 1, 16, 16], 0.21, 0.3, 0.5) + 0.5).to(dtype);
        var b = (Fill.Of([1, 1, 16, 16], 0.19, 0.9, 0.5) + 0.5).to(dtype);

        Assert.Equal(-0.3825698130, new Ssim().Of(a, b)[0], tolerance);
        Assert.Equal(1, new Ssim().Of(a, a)[0], tolerance);
    }

    [Theory]
    [InlineData(ScalarType.Float64, 1e-9)]
    [InlineData(ScalarType.Float32, 1e-5)]
    public void Losses_OfTheOracle_AreExact(ScalarType dtype, double tolerance)
    {
        using var scope = NewDisposeScope();
        var logits = Fill.Of([4, 4], 0.8, 0.3, 2).to(dtype);

        // Labels (0, 1, 3, 3) with n = 3: two real pictures of classes 0 and 1, two fakes.
        var discriminator = BaganMethod.DiscriminatorLoss(
            logits.narrow(0, 0, 2), tensor(new long[] { 0, 1 }), logits.narrow(0, 2, 2));
        var generator = BaganMethod.GeneratorLoss(logits, tensor(new long[] { 0, 1, 2, 0 }));

        Assert.Equal(1.8222036097, discriminator.ToDouble(), tolerance);
        Assert.Equal(1.6278189252, generator.ToDouble(), tolerance);
    }

    [Theory]
    [InlineData(32, 10, 4)]
    [InlineData(128, 10, 13)]
    [InlineData(30, 10, 3)]
    [InlineData(12, 1, 12)]
    public void FakesPerBatch_IsTheCeiling(int batch, int classes, int fakes) =>
        Assert.Equal(fakes, BaganMethod.FakesPerBatch(batch, classes));

    [Fact]
    public void Kept_OfThreeHundredAtFivePerCent_IsFifteenNotSixteen()
    {
        Assert.Equal(15, BaganMethod.Kept(50, 300));
        Assert.Equal(16, BaganMethod.Kept(50, 301));
        Assert.Equal(16, (int)Math.Ceiling((1 - 0.95) * 300));            // why it is not done in floating point
    }

    [Fact]
    public void OfficialGenerator_ForMnist_HasThePublishedParameters()
    {
        using var generator = new BaganGenerator(BaganArchitecture.Official(28, 1));

        Assert.Equal(8_163_840, generator.parameters().Sum(p => p.numel()));
        Assert.Equal(
            [102_400, 6_422_528, 819_200, 819_200, 512], generator.parameters().Select(p => p.numel()));
    }

    [Theory]
    [InlineData(28, 1)]
    [InlineData(32, 3)]
    [InlineData(64, 3)]
    public void OfficialNetworks_OfASize_FitTogether(int size, int channels)
    {
        using var scope = NewDisposeScope();
        var architecture = BaganArchitecture.Official(size, channels, divideMaps: 16);
        using var generator = new BaganGenerator(architecture);
        using var encoder = new BaganTrunk(architecture, architecture.Latent);

        var pictures = generator.call(randn(2, architecture.Latent));

        Assert.Equal([2, channels, size, size], pictures.shape);
        Assert.Equal([2, 100], encoder.call(pictures).shape);
    }

    [Fact]
    public void Official_SizeThatDoesNotHalve_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => BaganArchitecture.Official(50, 3));

        Assert.Contains("50 leads to 25", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EvenKernel_LastConvolution_PadsRightAndBelow()
    {
        // A 2x2 kernel whose only weight is the upper left one must not shift the picture.
        using var scope = NewDisposeScope();
        var architecture = BaganArchitecture.Official(28, 1, divideMaps: 64);
        using var generator = new BaganGenerator(architecture);
        var children = generator.named_modules().ToDictionary(m => m.name, m => m.module);
        var pad = (nn.Module<Tensor, Tensor>)children["grow.pad"];
        var picture = arange(9, float32).reshape(1, 1, 3, 3);

        var padded = pad.call(picture);

        Assert.Equal([1, 1, 4, 4], padded.shape);
        Assert.True(padded.narrow(2, 0, 3).narrow(3, 0, 3).Equals(picture));
    }

    private static Tensor Latents()
    {
        var values = Enumerable.Range(0, 21).Select(i => Math.Sin(1.1 * i + 0.2 + 0.01 * i * i)).ToArray();
        return tensor(values).reshape(7, 3);
    }

    private static void AssertClose(double[] expected, Tensor actual, double tolerance)
    {
        var values = actual.to(float64).flatten().data<double>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            Assert.Equal(expected[i], values[i], tolerance);
        }
    }
}
