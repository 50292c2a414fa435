using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Torch.Tests.Programs;

/// <summary>Programs over words in the manner of TorchSharp's examples: bags of words, and a Transformer that goes on with
/// a text.</summary>
public sealed class TextProgramTests
{
    [Fact]
    public void BagOfWords_Classified_LearnsWhichWordsBelongToWhichClass()
    {
        torch.random.manual_seed(4);
        using var model = new Classifier(30, 8, 3);
        using var loss = CrossEntropyLoss();
        using var optimizer = optim.SGD(model.parameters(), learningRate: 2);
        var scheduler = optim.lr_scheduler.StepLR(optimizer, 20, 0.5);
        var random = new Random(5);

        for (var step = 0; step < 40; step++)
        {
            using var scope = NewDisposeScope();
            var (labels, words, offsets) = Batch(random, 16);
            optimizer.zero_grad();
            loss.call(model.call(words, offsets), labels).backward();
            var norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 0.5);
            Assert.True(norm > 0);
            optimizer.step();
            scheduler.step();
        }

        using var last = NewDisposeScope();
        var (truth, text, starts) = Batch(random, 64);
        Assert.True(model.call(text, starts).argmax(1).eq(truth).to(float32).mean().item<float>() > 0.9f);
        Assert.Equal(0.5, scheduler.get_last_lr().Single());
    }

    [Fact]
    public void Transformer_OverARhyme_KnowsTheNextWord()
    {
        torch.random.manual_seed(6);
        const int Words = 7, Length = 12;
        using var model = new LanguageModel(Words, width: 16, heads: 2, hidden: 32, layers: 1);
        using var optimizer = optim.Adam(model.parameters(), lr: 0.02);
        var before = Step(model, null, Words, Length);

        for (var step = 0; step < 60; step++) Step(model, optimizer, Words, Length);

        model.eval();
        var after = Step(model, null, Words, Length);
        Assert.True(after < 0.1 && before > 1, $"{before} -> {after}");

        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var text = tensor(new long[] { 0, 3, 6 }).unsqueeze(1);                                      // each word is the one before + 3
        for (var k = 0; k < 4; k++)
        {
            var next = model.call(text, model.Mask(text.shape[0]))[-1].argmax(-1).unsqueeze(0);
            text = cat([text, next]);
        }
        Assert.Equal([0L, 3, 6, 2, 5, 1, 4], text.flatten().data<long>().ToArray());
    }

    private static double Step(LanguageModel model, Adam? optimizer, int words, int length)
    {
        using var scope = NewDisposeScope();
        var text = ((arange(length + 1).unsqueeze(1) * 3) + arange(words)).remainder(words);          // [L + 1, N]
        var output = model.call(text[..^1], model.Mask(length));                                    // [L, N, words]
        var loss = functional.cross_entropy(output.view(-1, words), text[1..].reshape(-1));
        if (optimizer is not null)
        {
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
        }
        return loss.ToDouble();
    }

    // Ten words belong to each class; one word in four is any.
    private static (Tensor Labels, Tensor Words, Tensor Offsets) Batch(Random random, int count)
    {
        var (labels, words, offsets) = (new List<long>(), new List<long>(), new List<long>());
        for (var k = 0; k < count; k++)
        {
            var label = random.Next(3);
            labels.Add(label);
            offsets.Add(words.Count);
            for (var w = random.Next(4, 9); w > 0; w--)
            {
                words.Add(random.Next(4) == 0 ? random.Next(30) : (10 * label) + random.Next(10));
            }
        }
        return (tensor(labels), tensor(words), tensor(offsets));
    }

    private sealed class Classifier : Module<Tensor, Tensor, Tensor>
    {
        private readonly EmbeddingBag embedding;
        private readonly Linear fc;

        public Classifier(long words, long width, long classes) : base("classifier")
        {
            embedding = EmbeddingBag(words, width, sparse: false);
            fc = Linear(width, classes);
            init.uniform_(embedding.weight!, -0.5, 0.5);
            init.uniform_(fc.weight, -0.5, 0.5);
            init.zeros_(fc.bias!);
            RegisterComponents();
        }

        public override Tensor forward(Tensor text, Tensor offsets) => fc.forward(embedding.call(text, offsets));
    }

    private sealed class LanguageModel : Module<Tensor, Tensor, Tensor>
    {
        private readonly Embedding encoder;
        private readonly PositionalEncoding position;
        private readonly TransformerEncoder transformer;
        private readonly Linear decoder;
        private readonly long width;

        public LanguageModel(long words, long width, long heads, long hidden, long layers) : base("language")
        {
            this.width = width;
            position = new PositionalEncoding(width, 0.05);
            transformer = TransformerEncoder(TransformerEncoderLayer(width, heads, hidden, 0.05), layers);
            encoder = Embedding(words, width);
            decoder = Linear(width, words);
            init.zeros_(decoder.bias!);
            RegisterComponents();
        }

        // [length, length]: 0 where a word may look, -inf at the words after it
        public Tensor Mask(long length)
        {
            var later = triu(ones(length, length), diagonal: 1).@bool();
            return zeros(length, length).masked_fill(later, float.NegativeInfinity);
        }

        public override Tensor forward(Tensor text, Tensor mask)
        {
            using var source = position.call(encoder.call(text) * Math.Sqrt(width));                // [L, N, width]
            return decoder.call(transformer.call(source, mask));
        }
    }

    private sealed class PositionalEncoding : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> dropout;

        public PositionalEncoding(long width, double rate, long longest = 64) : base("position")
        {
            dropout = Dropout(rate);
            using var scope = NewDisposeScope();
            var at = arange(longest).unsqueeze(1);
            var rates = (arange(0, width, 2) * (-Math.Log(10_000.0) / width)).exp();
            var code = zeros(longest, width);
            code[.., TensorIndex.Slice(0, null, 2)] = (at * rates).sin();
            code[.., TensorIndex.Slice(1, null, 2)] = (at * rates).cos();
            register_buffer("code", code.unsqueeze(1));                                              // [longest, 1, width]
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => dropout.call(input + get_buffer("code")![..(int)input.shape[0]]);
    }
}
