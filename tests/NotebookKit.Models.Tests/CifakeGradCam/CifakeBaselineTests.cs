using NotebookKit.Models.CifakeGradCam;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests.CifakeGradCam;

public sealed class CifakeBaselineTests
{
    [Fact]
    public void HighPassEnergy_OfACheckerboard_IsItsAmplitudeTimesFourSquared()
    {
        // Second differences along both axes multiply a checkerboard by 16; divided by 4 that is 4 times the amplitude.
        var pixels = new byte[3 * 8 * 8];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(((i % 8) + (i / 8 % 8)) % 2 == 0 ? 151 : 51);           // 101 / 255 +- 50 / 255
        }

        using var images = tensor(pixels).reshape(1, 3, 8, 8);

        Assert.Equal(Math.Pow(4 * 50 / 255.0, 2), HighPassThreshold.Energy(images)[0], 1e-6);
    }

    [Fact]
    public void HighPassThreshold_SeparatesWhatEnergySeparates()
    {
        using var flat = full([4, 3, 8, 8], (byte)100, ScalarType.Byte);
        using var rough = randint(0, 255, [4, 3, 8, 8], ScalarType.Byte);
        using var images = cat([flat, rough]);
        long[] realIsFlat = [1, 1, 1, 1, 0, 0, 0, 0];
        long[] realIsRough = [0, 0, 0, 0, 1, 1, 1, 1];

        Assert.Equal(realIsFlat, HighPassThreshold.Fit(images, realIsFlat).Predict(images));
        Assert.Equal(realIsRough, HighPassThreshold.Fit(images, realIsRough).Predict(images));
    }

    [Fact]
    public void Spectrum_OfAWave_PeaksAtItsFrequency()
    {
        var x = arange(0, 32, ScalarType.Float32);
        var wave = (x * (2 * Math.PI * 5 / 32)).cos() * 0.4 + 0.5;                     // 5 cycles per picture
        using var images = wave.reshape(1, 1, 1, 32).expand(2, 3, 32, 32).contiguous();

        var spectrum = CifakeSpectrum.Of(images);

        var row = Enumerable.Range(17, 15).MaxBy(c => spectrum.LogAmplitude[16, c]);
        Assert.Equal(16 + 5, row);
        Assert.Equal(Math.Log(0.2 * 32 * 32), spectrum.LogAmplitude[16, 21], 1e-3);
    }

    [Theory]
    [InlineData(false, 0.40, 0.62)]
    [InlineData(true, 0.85, 1.00)]
    public void LogisticRegression_SeesTheFlawOnlyWhenItsPhaseIsFixed(bool fixedPhase, double low, double high)
    {
        // Why the checkerboard's phase must vary: with one phase a linear detector needs no convolution.
        var recipe = CifakeRecipe.Small with { TrainCount = 1_600, TestCount = 600, FixedPhase = fixedPhase };
        using var data = CifakeData.Load(recipe, seed: 3);

        var baselines = CifakeBaselines.Run(data, recipe, seed: 3);

        Assert.InRange(baselines.LogisticAccuracy, low, high);
    }
}
