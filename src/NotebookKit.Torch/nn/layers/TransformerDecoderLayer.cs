using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Self-attention, attention to the encoder's output and a feed-forward network, each added and normalised
    /// (Vaswani et al. 2017, section 3.1).</summary>
    public sealed class TransformerDecoderLayer
        : nn.Module<Tensor, Tensor, Tensor?, Tensor?, Tensor?, Tensor?, Tensor>, nn.IModule<Tensor, Tensor, Tensor>
    {
        private readonly MultiheadAttention self_attn;
        private readonly MultiheadAttention multihead_attn;
        private readonly Linear linear1;
        private readonly Dropout dropout;
        private readonly Linear linear2;
        private readonly LayerNorm norm1;
        private readonly LayerNorm norm2;
        private readonly LayerNorm norm3;
        private readonly Dropout dropout1;
        private readonly Dropout dropout2;
        private readonly Dropout dropout3;

        internal TransformerDecoderLayer(long d_model, long nhead, long dim_feedforward, double dropout,
            nn.Activations activation) : base(nameof(TransformerDecoderLayer))
        {
            Recipe = new(d_model, nhead, dim_feedforward, dropout, activation);
            self_attn = nn.MultiheadAttention(d_model, nhead, dropout);
            multihead_attn = nn.MultiheadAttention(d_model, nhead, dropout);
            linear1 = nn.Linear(d_model, dim_feedforward);
            this.dropout = nn.Dropout(dropout);
            linear2 = nn.Linear(dim_feedforward, d_model);
            norm1 = nn.LayerNorm(d_model);
            norm2 = nn.LayerNorm(d_model);
            norm3 = nn.LayerNorm(d_model);
            dropout1 = nn.Dropout(dropout);
            dropout2 = nn.Dropout(dropout);
            dropout3 = nn.Dropout(dropout);
            RegisterComponents();
        }

        /// <summary>What a second layer of the same kind needs.</summary>
        internal TransformerLayerRecipe Recipe { get; }

        /// <summary>Decodes.</summary>
        /// <param name="tgt">[T, N, E].</param>
        /// <param name="memory">The encoder's output [S, N, E].</param>
        /// <param name="tgt_mask">[T, T], bool (true hides) or float (added to the scores); null for none.</param>
        /// <param name="memory_mask">[T, S], as tgt_mask.</param>
        /// <param name="tgt_key_padding_mask">[N, T], bool, true hides; null for none.</param>
        /// <param name="memory_key_padding_mask">[N, S], bool, true hides; null for none.</param>
        /// <returns>[T, N, E].</returns>
        public override Tensor forward(Tensor tgt, Tensor memory, Tensor? tgt_mask, Tensor? memory_mask,
            Tensor? tgt_key_padding_mask, Tensor? memory_key_padding_mask)
        {
            using var scope = NewDisposeScope();
            var own = self_attn.call(tgt, tgt, tgt, tgt_key_padding_mask, need_weights: false, tgt_mask).Item1;
            var x = norm1.call(tgt + dropout1.call(own));                                         // [T, N, E]
            var read = multihead_attn.call(x, memory, memory, memory_key_padding_mask, need_weights: false,
                memory_mask).Item1;
            x = norm2.call(x + dropout2.call(read));
            // [T, N, feed-forward]
            var hidden = linear1.call(x);
            hidden = Recipe.Activation == nn.Activations.GELU ? F.gelu(hidden) : F.relu(hidden);
            var changed = dropout3.call(linear2.call(dropout.call(hidden)));
            return norm3.call(x + changed).MoveToOuterDisposeScope();
        }

        /// <summary>Runs <see cref="forward"/> between its hooks; masks may be left out.</summary>
        public new Tensor call(Tensor tgt, Tensor memory, Tensor? tgt_mask, Tensor? memory_mask = null,
            Tensor? tgt_key_padding_mask = null, Tensor? memory_key_padding_mask = null) =>
            base.call(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask);

        /// <summary>Decodes without masks.</summary>
        public Tensor call(Tensor tgt, Tensor memory) => call(tgt, memory, null);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>One decoder layer of a transformer (Vaswani et al. 2017), sequence first, normalised after
            /// each part.</summary>
            public static TransformerDecoderLayer TransformerDecoderLayer(long d_model = 512, long nhead = 8,
                long dim_feedforward = 2048, double dropout = 0.1, Activations activation = nn.Activations.ReLU) =>
                new(d_model, nhead, dim_feedforward, dropout, activation);
        }
    }
}
