namespace NotebookKit.Models.Backbones;

/// <summary>For which pictures a network is built.</summary>
public enum BackboneForm
{
    /// <summary>224x224 as published: the stem halves the picture's sides (twice, where it pools).</summary>
    ImageNet,

    /// <summary>32x32: the stem keeps the picture's size, so that the last stage still sees some of it.</summary>
    Cifar,
}
