using NotebookKit.Torch.Generated;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Initial values, written in place without gradient; the draws are PyTorch's for the same seed.</summary>
        public static partial class init
        {
            /// <summary>What follows the layer.</summary>
            public enum NonlinearityType
            {
                /// <summary>Nothing.</summary>
                Linear = 0,
                /// <summary>A convolution.</summary>
                Conv1D = 1,
                /// <summary>A convolution.</summary>
                Conv2D = 2,
                /// <summary>A convolution.</summary>
                Conv3D = 3,
                /// <summary>A transposed convolution.</summary>
                ConvTranspose1D = 4,
                /// <summary>A transposed convolution.</summary>
                ConvTranspose2D = 5,
                /// <summary>A transposed convolution.</summary>
                ConvTranspose3D = 6,
                /// <summary>1 / (1 + exp(-x)).</summary>
                Sigmoid = 7,
                /// <summary>Hyperbolic tangent.</summary>
                Tanh = 8,
                /// <summary>max(x, 0).</summary>
                ReLU = 9,
                /// <summary>x where positive, else slope times x.</summary>
                LeakyReLU = 10,
            }

            /// <summary>Which side's size keeps the variance.</summary>
            public enum FanInOut
            {
                /// <summary>Inputs: the forward pass keeps its variance.</summary>
                FanIn = 0,
                /// <summary>Outputs: the backward pass keeps its variance.</summary>
                FanOut = 1,
            }

            /// <summary>The factor by which a nonlinearity needs wider weights: 5/3 for tanh, sqrt(2) for ReLU.</summary>
            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0) => nonlinearity switch
            {
                NonlinearityType.Tanh => 5.0 / 3.0,
                NonlinearityType.ReLU => Math.Sqrt(2),
                NonlinearityType.LeakyReLU => Math.Sqrt(2 / (1 + (param * param))),
                _ => 1,
            };

            /// <summary>Inputs and outputs of one unit: weight [out, in, k...] has fan in of in times the window.</summary>
            /// <exception cref="ArgumentException">Fewer than 2 dimensions.</exception>
            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length < 2)
                {
                    throw new ArgumentException(
                        $"Fan in and fan out need at least 2 dimensions, but the tensor is [{string.Join(", ", shape)}].");
                }
                var window = shape.Skip(2).Aggregate(1L, (a, b) => a * b);
                return (shape[1] * window, shape[0] * window);
            }

            /// <summary>All ones.</summary>
            public static Tensor ones_(Tensor tensor) => constant_(tensor, 1);

            /// <summary>All zeros.</summary>
            public static Tensor zeros_(Tensor tensor) => constant_(tensor, 0);

            /// <summary>One value.</summary>
            public static Tensor constant_(Tensor tensor, Scalar val) => Write(tensor, t => t.fill_(val));

            /// <summary>Uniform in [low, high).</summary>
            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null) =>
                Write(tensor, t => t.uniform_(low, high, generator));

            /// <summary>Normal.</summary>
            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null) =>
                Write(tensor, t => t.normal_(mean, std, generator));

            /// <summary>Normal cut off at a and b (absolute values, not multiples of std), by the inverse distribution function.</summary>
            public static Tensor trunc_normal_(Tensor tensor, double mean = 0, double std = 1, double a = -2, double b = 2,
                Generator? generator = null)
            {
                var low = NormalDistribution((a - mean) / std);
                var high = NormalDistribution((b - mean) / std);
                return Write(tensor, t =>
                {
                    t.uniform_((2 * low) - 1, (2 * high) - 1, generator);
                    Ops.erfinv_(t);
                    t.mul_(std * Math.Sqrt(2));
                    t.add_(mean);
                    Ops.clamp_(t, a, b);
                });
            }

            /// <summary>Uniform by Glorot and Bengio (2010): bound gain sqrt(6 / (fan in + fan out)).</summary>
            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                var std = gain * Math.Sqrt(2.0 / (fanIn + fanOut));
                var bound = Math.Sqrt(3) * std;
                return uniform_(tensor, -bound, bound);
            }

            /// <summary>A convolution that passes its input on: 1 at the centre of channel k to channel k.</summary>
            /// <param name="tensor">[out, in, ...] with 1 to 3 kernel dimensions.</param>
            /// <exception cref="ArgumentException">Other dimensions.</exception>
            public static Tensor dirac_(Tensor tensor)
            {
                if (tensor.ndim is < 3 or > 5)
                {
                    throw new ArgumentException(
                        $"dirac_ needs 3, 4 or 5 dimensions, but the tensor is [{string.Join(", ", tensor.shape)}].");
                }
                using var guard = no_grad();
                using var scope = NewDisposeScope();
                tensor.zero_();
                var shape = tensor.shape;
                for (var k = 0L; k < Math.Min(shape[0], shape[1]); k++)
                {
                    TensorIndex[] at = [k, k, .. shape.Skip(2).Select(n => (TensorIndex)(n / 2))];
                    tensor.index_put_(1, at);
                }
                return tensor;
            }

            /// <summary>The same as <see cref="xavier_uniform_"/>.</summary>
            public static Tensor glorot_uniform_(Tensor tensor, double gain = 1) => xavier_uniform_(tensor, gain);

            /// <summary>Normal by Glorot and Bengio (2010): deviation gain sqrt(2 / (fan in + fan out)).</summary>
            public static Tensor xavier_normal_(Tensor tensor, double gain = 1)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return normal_(tensor, 0, gain * Math.Sqrt(2.0 / (fanIn + fanOut)));
            }

            /// <summary>The same as <see cref="xavier_normal_"/>.</summary>
            public static Tensor glorot_normal_(Tensor tensor, double gain = 1) => xavier_normal_(tensor, gain);

            /// <summary>Uniform by He et al. (2015): bound gain sqrt(3 / fan).</summary>
            public static Tensor kaiming_uniform_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn,
                NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                var bound = Math.Sqrt(3) * KaimingDeviation(tensor, a, mode, nonlinearity);
                return uniform_(tensor, -bound, bound);
            }

            /// <summary>Normal by He et al. (2015): deviation gain / sqrt(fan).</summary>
            public static Tensor kaiming_normal_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn,
                NonlinearityType nonlinearity = NonlinearityType.LeakyReLU) =>
                normal_(tensor, 0, KaimingDeviation(tensor, a, mode, nonlinearity));

            /// <summary>The identity matrix.</summary>
            /// <exception cref="ArgumentException">Other than 2 dimensions.</exception>
            public static Tensor eye_(Tensor tensor) => Write(tensor, t =>
            {
                if (t.dim() != 2)
                {
                    throw new ArgumentException($"eye_ needs a matrix, but the tensor is [{string.Join(", ", t.shape)}].");
                }

                using var identity = eye(t.shape[0], t.shape[1], t.dtype, t.device);
                t.copy_(identity);
            });

            /// <summary>Rows or columns at right angles (Saxe et al. 2013), from the QR decomposition of a normal matrix.</summary>
            public static Tensor orthogonal_(Tensor tensor, double gain = 1) => Write(tensor, t =>
            {
                var rows = t.shape[0];
                var columns = t.numel() / rows;
                var flat = empty([rows, columns], t.dtype, t.device).normal_();
                if (rows < columns) flat.t_();
                var (q, r) = Ops.linalg_qr(flat);
                q = q.mul(r.diag().sign());
                if (rows < columns) q = q.t();
                t.view_as(q).copy_(q);
                t.mul_(gain);
            });

            /// <summary>Normal, with the share <paramref name="sparsity"/> of each column's entries zero.</summary>
            public static Tensor sparse_(Tensor tensor, double sparsity, double std = 0.01) => Write(tensor, t =>
            {
                if (t.ndim != 2)
                {
                    throw new ArgumentException($"sparse_ needs a matrix, but the tensor is [{string.Join(", ", t.shape)}].");
                }
                t.normal_(0, std);
                var zeroRows = (long)Math.Ceiling(sparsity * t.shape[0]);
                for (var column = 0L; column < t.shape[1]; column++)
                {
                    var rows = randperm(t.shape[0], device: t.device).narrow(0, 0, zeroRows);
                    t.select(1, column).index_fill_(0, rows, 0);
                }
            });

            private static double KaimingDeviation(Tensor tensor, double a, FanInOut mode, NonlinearityType nonlinearity)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return calculate_gain(nonlinearity, a) / Math.Sqrt(mode is FanInOut.FanIn ? fanIn : fanOut);
            }

            private static double NormalDistribution(double x)
            {
                using var value = torch.tensor(x / Math.Sqrt(2), ScalarType.Float64);
                using var erf = value.erf();
                return (1 + erf.item<double>()) / 2;
            }

            private static Tensor Write(Tensor tensor, Action<Tensor> values)
            {
                using var guard = no_grad();
                using var scope = NewDisposeScope();
                values(tensor);
                return tensor;
            }
        }
    }
}
