using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Self-attention and a feed-forward network, each added and normalised (Vaswani et al. 2017, section
    /// 3.1).</summary>
    public sealed class TransformerEncoderLayer
        : nn.Module<Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor, Tensor>
    {
        private readonly MultiheadAttention self_attn;
        private readonly Linear linear1;
        private readonly Dropout dropout;
        private readonly Linear linear2;
        private readonly LayerNorm norm1;
        private readonly LayerNorm norm2;
        private readonly Dropout dropout1;
        private readonly Dropout dropout2;

        internal TransformerEncoderLayer(long d_model, long nhead, long dim_feedforward, double dropout,
            nn.Activations activation) : base(nameof(TransformerEncoderLayer))
        {
            Recipe = new(d_model, nhead, dim_feedforward, dropout, activation);
            self_attn = nn.MultiheadAttention(d_model, nhead, dropout);
            linear1 = nn.Linear(d_model, dim_feedforward);
            this.dropout = nn.Dropout(dropout);
            linear2 = nn.Linear(dim_feedforward, d_model);
            norm1 = nn.LayerNorm(d_model);
            norm2 = nn.LayerNorm(d_model);
            dropout1 = nn.Dropout(dropout);
            dropout2 = nn.Dropout(dropout);
            RegisterComponents();
        }

        /// <summary>What a second layer of the same kind needs.</summary>
        internal TransformerLayerRecipe Recipe { get; }

        /// <summary>Encodes without masks: [S, N, E] to [S, N, E].</summary>
        public override Tensor forward(Tensor src) => Encode(src, null, null);

        /// <summary>Encodes.</summary>
        /// <param name="src">[S, N, E].</param>
        /// <param name="src_mask">[S, S], bool (true hides) or float (added to the scores); null for none.</param>
        /// <param name="src_key_padding_mask">[N, S], bool, true hides; null for none.</param>
        /// <returns>[S, N, E].</returns>
        public Tensor call(Tensor src, Tensor src_mask, Tensor src_key_padding_mask) =>
            src_mask is null && src_key_padding_mask is null ? call(src) : Encode(src, src_mask, src_key_padding_mask);

        /// <summary>Encodes under an attention mask; see the overload with both masks.</summary>
        public Tensor call(Tensor src, Tensor src_mask) => call(src, src_mask, null!);

        private Tensor Encode(Tensor src, Tensor? mask, Tensor? padding)
        {
            using var scope = NewDisposeScope();
            var attended = self_attn.call(src, src, src, padding, need_weights: false, mask).Item1;
            var x = norm1.call(src + dropout1.call(attended));                                    // [S, N, E]
            var hidden = linear1.call(x);
            // [S, N, feed-forward]
            hidden = Recipe.Activation == nn.Activations.GELU ? F.gelu(hidden) : F.relu(hidden);
            var changed = dropout2.call(linear2.call(dropout.call(hidden)));
            return norm2.call(x + changed).MoveToOuterDisposeScope();
        }
    }

    /// <summary>The arguments of <see cref="torch.nn.TransformerEncoderLayer"/> and of the decoder's layer.</summary>
    internal sealed record TransformerLayerRecipe(long Width, long Heads, long FeedForward, double Dropout,
        nn.Activations Activation);
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>One encoder layer of a transformer (Vaswani et al. 2017), sequence first, normalised after
            /// each part.</summary>
            public static TransformerEncoderLayer TransformerEncoderLayer(long d_model = 512, long nhead = 8,
                long dim_feedforward = 2048, double dropout = 0.1, Activations activation = nn.Activations.ReLU) =>
                new(d_model, nhead, dim_feedforward, dropout, activation);
        }
    }
}
