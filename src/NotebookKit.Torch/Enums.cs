namespace TorchSharp;

/// <summary>How a tensor is written as text.</summary>
public enum TensorStringStyle
{
    /// <summary>One line: sizes, type, device.</summary>
    Metadata = 0,

    /// <summary>As Julia prints arrays.</summary>
    Julia = 1,

    /// <summary>As NumPy prints arrays.</summary>
    Numpy = 2,

    /// <summary>As a C# initialiser.</summary>
    CSharp = 3,

    /// <summary>The style set by <see cref="torch.TensorStringStyle"/>.</summary>
    Default = 4,
}

/// <summary>Order of the outputs of meshgrid.</summary>
public enum indexing
{
    /// <summary>Cartesian: the first output varies along columns.</summary>
    xy = 0,

    /// <summary>Matrix: the first output varies along rows.</summary>
    ij = 1,
}

/// <summary>How cdist computes Euclidean distances.</summary>
public enum compute_mode
{
    /// <summary>By matrix products where there are more than 25 points.</summary>
    use_mm_for_euclid_dist_if_necessary = 0,

    /// <summary>Always by matrix products.</summary>
    use_mm_for_euclid_dist = 1,

    /// <summary>Never by matrix products.</summary>
    donot_use_mm_for_euclid_dist = 2,
}

public static partial class torch
{
    /// <summary>Rounding of a division.</summary>
    public enum RoundingMode
    {
        /// <summary>True division.</summary>
        None = 0,

        /// <summary>Towards zero.</summary>
        trunc = 1,

        /// <summary>Down.</summary>
        floor = 2,
    }

    /// <summary>How images are resized.</summary>
    public enum InterpolationMode
    {
        /// <summary>Nearest element.</summary>
        Nearest = 0,

        /// <summary>Linear, one dimension.</summary>
        Linear = 1,

        /// <summary>Linear in two dimensions.</summary>
        Bilinear = 2,

        /// <summary>Cubic in two dimensions.</summary>
        Bicubic = 3,

        /// <summary>Linear in three dimensions.</summary>
        Trilinear = 4,

        /// <summary>Mean of the covered area.</summary>
        Area = 5,

        /// <summary>Nearest element, pixel centres exact.</summary>
        NearestExact = 6,
    }

    /// <summary>How Upsample resizes.</summary>
    public enum UpsampleMode
    {
        /// <summary>Nearest element.</summary>
        Nearest = 0,

        /// <summary>Linear, one dimension.</summary>
        Linear = 1,

        /// <summary>Linear in two dimensions.</summary>
        Bilinear = 2,

        /// <summary>Cubic in two dimensions.</summary>
        Bicubic = 3,

        /// <summary>Linear in three dimensions.</summary>
        Trilinear = 4,
    }
}
