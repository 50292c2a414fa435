using System.Collections;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A list of modules whose parameters count as the owner's; children are called "0", "1", ...</summary>
    public sealed class ModuleList<T> : nn.Module, IList<T> where T : nn.Module
    {
        private readonly List<T> _items = [];

        /// <summary>A list of these modules.</summary>
        public ModuleList(params T[] modules) : base(nameof(ModuleList<T>))
        {
            extend(modules);
        }

        /// <inheritdoc/>
        public int Count => _items.Count;

        /// <inheritdoc/>
        public bool IsReadOnly => false;

        /// <inheritdoc/>
        public T this[int index]
        {
            get => _items[index];
            set
            {
                _items[index] = value;
                RegisterComponents();
            }
        }

        /// <summary>Names the children by their position, anew after each change.</summary>
        protected override void RegisterComponents()
        {
            ForgetChildren();
            for (var i = 0; i < _items.Count; i++) register_module(i.ToString(), _items[i]);
        }

        /// <inheritdoc/>
        public void Add(T item) => Insert(Count, item);

        /// <summary>Adds modules at the end.</summary>
        public void append(params T[] parameters) => extend(parameters);

        /// <summary>Adds modules at the end.</summary>
        public void extend(IEnumerable<T> modules)
        {
            _items.AddRange(modules);
            RegisterComponents();
        }

        /// <inheritdoc/>
        public void Insert(int index, T item)
        {
            _items.Insert(index, item);
            RegisterComponents();
        }

        /// <inheritdoc/>
        public void Clear()
        {
            _items.Clear();
            RegisterComponents();
        }

        /// <inheritdoc/>
        public bool Remove(T item)
        {
            var removed = _items.Remove(item);
            RegisterComponents();
            return removed;
        }

        /// <inheritdoc/>
        public void RemoveAt(int index)
        {
            _items.RemoveAt(index);
            RegisterComponents();
        }

        /// <inheritdoc/>
        public bool Contains(T item) => _items.Contains(item);

        /// <inheritdoc/>
        public void CopyTo(T[] array, int arrayIndex) => _items.CopyTo(array, arrayIndex);

        /// <inheritdoc/>
        public int IndexOf(T item) => _items.IndexOf(item);

        /// <inheritdoc/>
        public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A list of modules.</summary>
            public static ModuleList<Module> ModuleList(params Module[] modules) => new(modules);

            /// <summary>A list of modules of one type.</summary>
            public static ModuleList<T> ModuleList<T>(params T[] modules) where T : Module => new(modules);
        }
    }
}
