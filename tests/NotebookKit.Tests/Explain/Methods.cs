using NotebookKit.Explain;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Tests.Explain;

/// <summary>The seven methods by the name of their class, for theories.</summary>
internal static class Methods
{
    public static IReadOnlyList<string> Names { get; } =
        [nameof(GradCam), nameof(HiResCam), nameof(GradCamPlusPlus), nameof(XGradCam), nameof(LayerCam), nameof(EigenCam), nameof(ScoreCam)];

    public static SaliencyMethod Create(
        string name, Module<Tensor, Tensor> model, Module<Tensor, Tensor> layer, Score? score = null) => name switch
        {
            nameof(GradCam) => new GradCam(model, layer, score),
            nameof(HiResCam) => new HiResCam(model, layer, score),
            nameof(GradCamPlusPlus) => new GradCamPlusPlus(model, layer, score),
            nameof(XGradCam) => new XGradCam(model, layer, score),
            nameof(LayerCam) => new LayerCam(model, layer, score),
            nameof(EigenCam) => new EigenCam(model, layer, score),
            _ => new ScoreCam(model, layer, score),
        };

    public static double[] Doubles(Tensor values)
    {
        using var scope = NewDisposeScope();
        return values.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();
    }
}
