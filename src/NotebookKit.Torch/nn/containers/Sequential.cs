using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Modules called one after the other; unnamed ones are called "0", "1", ...</summary>
    public sealed class Sequential : nn.Module<Tensor, Tensor>
    {
        private readonly List<(string Name, nn.IModule<Tensor, Tensor> Module)> _steps = [];

        internal Sequential(IEnumerable<(string name, nn.Module<Tensor, Tensor> submodule)> modules) : base(nameof(Sequential))
        {
            foreach (var (name, module) in modules) append(name, module);
        }

        internal Sequential(IEnumerable<nn.Module<Tensor, Tensor>> modules) : base(nameof(Sequential))
        {
            foreach (var module in modules) append(module);
        }

        /// <summary>Number of steps.</summary>
        public int Count => _steps.Count;

        /// <summary>One step.</summary>
        public nn.IModule<Tensor, Tensor> this[int index] => _steps[index].Module;

        /// <summary>Some steps as a new sequence over the same modules.</summary>
        public Sequential this[(int? start, int? end) index] => this[(index.start ?? 0)..(index.end ?? Count)];

        /// <summary>Some steps as a new sequence over the same modules.</summary>
        public Sequential this[Range index]
        {
            get
            {
                var (start, length) = index.GetOffsetAndLength(Count);
                return new(_steps.GetRange(start, length).Select(s => (s.Name, (nn.Module<Tensor, Tensor>)s.Module)));
            }
        }

        /// <summary>Adds a named step at the end.</summary>
        public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
        {
            register_module(name, (nn.Module)module);
            _steps.Add((name, module));
            return this;
        }

        /// <summary>Adds a step at the end; its name is its position.</summary>
        public Sequential append(nn.IModule<Tensor, Tensor> module) => append(Count.ToString(), module);

        /// <inheritdoc/>
        public override IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true,
            bool include_persistent = true) => base.named_buffers(recurse, include_persistent);

        /// <inheritdoc/>
        public override void train(bool on = true) => base.train(on);

        /// <summary>Calls the steps in order, with their hooks, and frees what passes between them.</summary>
        public override Tensor forward(Tensor tensor)
        {
            if (_steps.Count == 0) return tensor.alias();
            var current = tensor;
            foreach (var (_, module) in _steps)
            {
                var next = module.call(current);
                if (!ReferenceEquals(current, tensor) && !ReferenceEquals(current, next)) current.Dispose();
                current = next;
            }
            return current;
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>An empty sequence.</summary>
            public static Sequential Sequential() => new(Array.Empty<Module<Tensor, Tensor>>());

            /// <summary>Named steps.</summary>
            public static Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) => new(modules);

            /// <summary>Steps named "0", "1", ...</summary>
            public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) => new(modules);

            /// <summary>Named steps.</summary>
            public static Sequential Sequential(params Tuple<string, Module<Tensor, Tensor>>[] modules) =>
                new(modules.Select(m => (m.Item1, m.Item2)));

            /// <summary>Named steps.</summary>
            public static Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) => new(modules);

            /// <summary>Named steps.</summary>
            public static Sequential Sequential(IEnumerable<Tuple<string, Module<Tensor, Tensor>>> modules) =>
                new(modules.Select(m => (m.Item1, m.Item2)));

            /// <summary>Steps named "0", "1", ...</summary>
            public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) => new(modules);
        }
    }
}
