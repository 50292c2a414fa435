using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Encoder and decoder (Vaswani et al. 2017), sequence first, each with a normalisation at its
    /// end.</summary>
    public sealed class Transformer : nn.Module<Tensor, Tensor, Tensor>
    {
        private readonly TransformerEncoder encoder;
        private readonly TransformerDecoder decoder;

        internal Transformer(long d_model, long nhead, long num_encoder_layers, long num_decoder_layers,
            long dim_feedforward, double dropout, nn.Activations activation) : base(nameof(Transformer))
        {
            using var encoderLayer = nn.TransformerEncoderLayer(d_model, nhead, dim_feedforward, dropout, activation);
            encoder = new(encoderLayer, num_encoder_layers, nn.LayerNorm(d_model));
            using var decoderLayer = nn.TransformerDecoderLayer(d_model, nhead, dim_feedforward, dropout, activation);
            decoder = new(decoderLayer, num_decoder_layers, nn.LayerNorm(d_model));
            RegisterComponents();
            foreach (var matrix in parameters().Where(p => p.ndim > 1)) nn.init.xavier_uniform_(matrix);
        }

        /// <summary>Encodes src [S, N, E] and decodes tgt [T, N, E] without masks, to [T, N, E].</summary>
        public override Tensor forward(Tensor src, Tensor tgt) => Run(src, tgt, null, null, null, null, null, null);

        /// <summary>Encodes and decodes under masks.</summary>
        /// <param name="src">[S, N, E].</param>
        /// <param name="tgt">[T, N, E].</param>
        /// <param name="src_mask">[S, S], bool (true hides) or float (added to the scores); null for none.</param>
        /// <param name="tgt_mask">[T, T], as src_mask.</param>
        /// <param name="memory_mask">[T, S], as src_mask.</param>
        /// <param name="src_key_padding_mask">[N, S], bool, true hides; null for none.</param>
        /// <param name="tgt_key_padding_mask">[N, T], bool, true hides; null for none.</param>
        /// <param name="memory_key_padding_mask">[N, S], bool, true hides; null for none.</param>
        /// <returns>[T, N, E].</returns>
        public Tensor call(Tensor src, Tensor tgt, Tensor src_mask, Tensor? tgt_mask = null, Tensor? memory_mask = null,
            Tensor? src_key_padding_mask = null, Tensor? tgt_key_padding_mask = null,
            Tensor? memory_key_padding_mask = null) =>
            Run(src, tgt, src_mask, tgt_mask, memory_mask, src_key_padding_mask, tgt_key_padding_mask,
                memory_key_padding_mask);

        private Tensor Run(Tensor src, Tensor tgt, Tensor? srcMask, Tensor? tgtMask, Tensor? memoryMask,
            Tensor? srcPadding, Tensor? tgtPadding, Tensor? memoryPadding)
        {
            using var memory = encoder.call(src, srcMask!, srcPadding!);                          // [S, N, E]
            return decoder.call(tgt, memory, tgtMask, memoryMask, tgtPadding, memoryPadding);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The whole transformer (Vaswani et al. 2017); first weights by Glorot's uniform rule.</summary>
            public static Transformer Transformer(long d_model = 512, long nhead = 8, long num_encoder_layers = 6,
                long num_decoder_layers = 6, long dim_feedforward = 2048, double dropout = 0.1,
                Activations activation = nn.Activations.ReLU) =>
                new(d_model, nhead, num_encoder_layers, num_decoder_layers, dim_feedforward, dropout, activation);
        }
    }
}
