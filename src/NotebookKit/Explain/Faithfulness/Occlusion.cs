using NotebookKit.Train;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Explain.Faithfulness;

/// <summary>Occlusion of a whole region: what a classifier loses without it. For data sets without masks, with the centre
/// square and the outer ring, it is only a proxy for object and background.</summary>
public static class Occlusion
{
    /// <summary>P(class) of each image after a region took the image's mean colour.</summary>
    /// <param name="model">Classifier, [N, C, H, W] to logits [N, K], or one logit [N] or [N, 1].</param>
    /// <param name="images">[N, C, H, W], prepared as in training.</param>
    /// <param name="region">[N, H, W], bool: what to hide.</param>
    /// <param name="classes">[N], int64: the class whose probability is asked for.</param>
    /// <returns>[N] in [0, 1].</returns>
    public static Tensor ProbabilityWithout(Module<Tensor, Tensor> model, Tensor images, Tensor region, Tensor classes)
    {
        var shape = images.Require("N C H W").shape;
        region.Require($"{shape[0]} {shape[2]} {shape[3]}", "Give one region per image, of the image's size.");
        using var scope = NewDisposeScope();
        using var mode = new InferenceMode(model);
        using var noGradients = no_grad();
        var placement = Placement.Of(model);
        var hidden = where(region.to(images.device).unsqueeze(1), images.mean([2, 3], keepdim: true), images);
        var logits = model.call(placement.Move(hidden));
        return Scores.Probability(logits, classes.to(placement.Device)).MoveToOuterDisposeScope();
    }
}
