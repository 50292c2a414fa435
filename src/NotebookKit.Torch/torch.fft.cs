using NotebookKit.Torch.Generated;

namespace TorchSharp;

/// <summary>Which of the two transforms is scaled.</summary>
public enum FFTNormType
{
    /// <summary>The inverse, by 1 / n.</summary>
    Backward = 0,

    /// <summary>The forward one, by 1 / n.</summary>
    Forward = 1,

    /// <summary>Both, by 1 / sqrt(n).</summary>
    Ortho = 2,
}

public static partial class torch
{
    /// <summary>Discrete Fourier transforms.</summary>
    public static class fft
    {
        /// <summary>Discrete Fourier transform along one dimension.</summary>
        public static Tensor fft_(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_fft(input, Size(n), dim, Name(norm));

        /// <summary>Inverse discrete Fourier transform along one dimension.</summary>
        public static Tensor ifft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_ifft(input, Size(n), dim, Name(norm));

        /// <summary>Fourier transform of real values (half of the spectrum) along one dimension.</summary>
        public static Tensor rfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_rfft(input, Size(n), dim, Name(norm));

        /// <summary>Real values of half a spectrum along one dimension.</summary>
        public static Tensor irfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_irfft(input, Size(n), dim, Name(norm));

        /// <summary>Spectrum of a Hermitian signal along one dimension.</summary>
        public static Tensor hfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_hfft(input, Size(n), dim, Name(norm));

        /// <summary>Hermitian signal of a real spectrum along one dimension.</summary>
        public static Tensor ihfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_ihfft(input, Size(n), dim, Name(norm));

        /// <summary>Discrete Fourier transform along two dimensions.</summary>
        public static Tensor fft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_fft2(input, s, dim ?? [-2, -1], Name(norm));

        /// <summary>Inverse discrete Fourier transform along two dimensions.</summary>
        public static Tensor ifft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_ifft2(input, s, dim ?? [-2, -1], Name(norm));

        /// <summary>Fourier transform of real values (half of the spectrum) along two dimensions.</summary>
        public static Tensor rfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_rfft2(input, s, dim ?? [-2, -1], Name(norm));

        /// <summary>Real values of half a spectrum along two dimensions.</summary>
        public static Tensor irfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_irfft2(input, s, dim ?? [-2, -1], Name(norm));

        /// <summary>Spectrum of a Hermitian signal along two dimensions.</summary>
        public static Tensor hfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_hfft2(input, s, dim ?? [-2, -1], Name(norm));

        /// <summary>Hermitian signal of a real spectrum along two dimensions.</summary>
        public static Tensor ihfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_ihfft2(input, s, dim ?? [-2, -1], Name(norm));

        /// <summary>Discrete Fourier transform along several dimensions; null: all.</summary>
        public static Tensor fftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_fftn(input, s, dim, Name(norm));

        /// <summary>Inverse discrete Fourier transform along several dimensions; null: all.</summary>
        public static Tensor ifftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_ifftn(input, s, dim, Name(norm));

        /// <summary>Fourier transform of real values (half of the spectrum) along several dimensions; null: all.</summary>
        public static Tensor rfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_rfftn(input, s, dim, Name(norm));

        /// <summary>Real values of half a spectrum along several dimensions; null: all.</summary>
        public static Tensor irfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_irfftn(input, s, dim, Name(norm));

        /// <summary>Spectrum of a Hermitian signal along several dimensions; null: all.</summary>
        public static Tensor hfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_hfftn(input, s, dim, Name(norm));

        /// <summary>Hermitian signal of a real spectrum along several dimensions; null: all.</summary>
        public static Tensor ihfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_ihfftn(input, s, dim, Name(norm));

        /// <summary>Frequencies of n samples at distance d, zero first, negative last.</summary>
        public static Tensor fftfreq(
            long n, double d = 1.0, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Made(Ops.fft_fftfreq(n, d, dtype, On(device)), requires_grad);

        /// <summary>Non-negative frequencies of n samples at distance d.</summary>
        public static Tensor rfftfreq(
            long n, double d = 1.0, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Made(Ops.fft_rfftfreq(n, d, dtype, On(device)), requires_grad);

        /// <summary>Zero frequency moved to the middle.</summary>
        public static Tensor fftshift(Tensor input, long[]? dim = null) => Ops.fft_fftshift(input, dim);

        /// <summary>Zero frequency moved back to the front.</summary>
        public static Tensor ifftshift(Tensor input, long[]? dim = null) => Ops.fft_ifftshift(input, dim);

        private static long? Size(long n) => n < 0 ? null : n;

        private static string Name(FFTNormType norm) => norm.ToString().ToLowerInvariant();
    }
}
