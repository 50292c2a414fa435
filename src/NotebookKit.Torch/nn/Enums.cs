namespace TorchSharp;

/// <summary>Convolution padding by name: none, or so that the output is as large as the input.</summary>
public enum Padding
{
    /// <summary>No padding.</summary>
    Valid = 0,
    /// <summary>Output as large as the input (stride 1 only).</summary>
    Same = 1,
}

/// <summary>What stands outside the border.</summary>
public enum PaddingModes
{
    /// <summary>Zeros.</summary>
    Zeros = 0,
    /// <summary>The mirrored inside, without the border itself.</summary>
    Reflect = 1,
    /// <summary>The border repeated.</summary>
    Replicate = 2,
    /// <summary>The opposite side.</summary>
    Circular = 3,
    /// <summary>One value.</summary>
    Constant = 4,
}

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>How a loss makes one number of many.</summary>
        public enum Reduction
        {
            /// <summary>Not at all.</summary>
            None = 0,
            /// <summary>Their mean.</summary>
            Mean = 1,
            /// <summary>Their sum.</summary>
            Sum = 2,
        }

        /// <summary>Nonlinearity of a plain recurrent layer.</summary>
        public enum NonLinearities
        {
            /// <summary>max(x, 0).</summary>
            ReLU = 0,
            /// <summary>Hyperbolic tangent.</summary>
            Tanh = 1,
        }

        /// <summary>Nonlinearity of a transformer layer.</summary>
        public enum Activations
        {
            /// <summary>max(x, 0).</summary>
            ReLU = 0,
            /// <summary>Gaussian error linear unit.</summary>
            GELU = 1,
        }
    }

    /// <summary>Interpolation of <see cref="nn.functional.grid_sample"/>.</summary>
    public enum GridSampleMode
    {
        /// <summary>Bilinear.</summary>
        Bilinear = 0,
        /// <summary>Nearest neighbour.</summary>
        Nearest = 1,
    }

    /// <summary>What <see cref="nn.functional.grid_sample"/> sees outside the input.</summary>
    public enum GridSamplePaddingMode
    {
        /// <summary>Zeros.</summary>
        Zeros = 0,
        /// <summary>The border.</summary>
        Border = 1,
        /// <summary>The mirrored inside.</summary>
        Reflection = 2,
    }
}
