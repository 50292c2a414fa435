using NotebookKit.Data;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>A published backbone for pictures in [-1, 1], as full mode takes it for D, C and the encoder of
/// G.</summary>
/// <param name="name">Of the module.</param>
internal abstract class PictureTrunk(string name) : Module<Tensor, Tensor>(name)
{
    private static readonly double[] Mean = [0.485, 0.456, 0.406];         // of ImageNet, as torchvision has them
    private static readonly double[] Deviation = [0.229, 0.224, 0.225];

    /// <summary>A finer layer to explain, and the last one; outputs are [N, C, h, w].</summary>
    public abstract (Module<Tensor, Tensor> Fine, Module<Tensor, Tensor> Last) Explained { get; }

    /// <summary>Channels of the <see cref="Levels"/>.</summary>
    public abstract IReadOnlyList<long> Widths { get; }

    /// <summary>Maps from the finest to that at 1/32 of the sides, each of half the sides of the one before.</summary>
    /// <param name="input">[N, 1 or 3, H, W] in [-1, 1].</param>
    public abstract IReadOnlyList<Tensor> Levels(Tensor input);

    /// <summary>The trunk of a recipe.</summary>
    /// <param name="recipe">Back-end and weights.</param>
    /// <param name="outputs">Logits.</param>
    /// <exception cref="ArgumentException">The back-end has no trunk.</exception>
    /// <exception cref="DataException">The file of weights is not of such a network.</exception>
    public static PictureTrunk Of(CounterfactualRecipe recipe, int outputs) => recipe.Backend switch
    {
        CounterfactualBackend.ResNet18 => new ResNetTrunk(18, outputs, recipe.TrunkWeights),
        CounterfactualBackend.ResNet34 => new ResNetTrunk(34, outputs, recipe.TrunkWeights),
        CounterfactualBackend.ResNet50 => new ResNetTrunk(50, outputs, recipe.TrunkWeights),
        CounterfactualBackend.SwinT => new SwinTrunk(outputs, recipe.TrunkWeights),
        _ => throw new ArgumentException($"A trunk must be a ResNet or Swin-T, but is {recipe.Backend}."),
    };

    /// <summary>Pictures as the published weights expect them; grey ones spread over three channels.</summary>
    /// <param name="input">[N, 1 or 3, H, W] in [-1, 1].</param>
    /// <returns>[N, 3, H, W].</returns>
    protected static Tensor Normalised(Tensor input)
    {
        using var mean = tensor(Mean, ScalarType.Float32, input.device).reshape(1, 3, 1, 1);
        using var deviation = tensor(Deviation, ScalarType.Float32, input.device).reshape(1, 3, 1, 1);
        return ((input + 1) / 2 - mean) / deviation;
    }
}
