using NotebookKit.Torch.Door;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// A tensor: a handle on native memory that this object owns one reference of. It belongs to the dispose scope that
    /// is open on the thread; without one, Dispose or at last the garbage collector frees it.
    /// </summary>
    public partial class Tensor : IDisposable
    {
        // The scope's list runs through the tensors themselves: attach, detach and dispose cost O(1) and no allocation.
        internal DisposeScope? Scope;
        internal Tensor? ScopePrevious;
        internal Tensor? ScopeNext;

        private nint _handle;
        private readonly long _largeBytes;

        /// <summary>Takes over one reference of a native tensor.</summary>
        /// <param name="handle">A handle that the door gave; 0 makes an invalid tensor.</param>
        protected internal Tensor(nint handle)
        {
            _handle = handle;
            if (handle == 0)
            {
                GC.SuppressFinalize(this);
                return;
            }

            _largeBytes = LiveTensors.Added(handle);
            DisposeScopeManager.Current.Created(this);
        }

        /// <summary>Frees the handle of a tensor that nobody disposed.</summary>
        ~Tensor() => Dispose(false);

        /// <summary>Name given by the user.</summary>
        public string? name { get; set; }

        /// <summary>Live tensors of the process.</summary>
        public static long TotalCount => LiveTensors.Count;

        /// <summary>Most live tensors at one time so far.</summary>
        public static long PeakCount => LiveTensors.Peak;

        /// <summary>True after Dispose.</summary>
        public bool IsInvalid => _handle == 0;

        /// <summary>The native handle.</summary>
        /// <exception cref="InvalidOperationException">The tensor was disposed.</exception>
        public nint Handle
        {
            get
            {
                var handle = _handle;
                return handle != 0 ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");
            }
        }

        /// <summary>Frees the handle now; memory goes when no view and no graph needs it any more.</summary>
        public void Dispose()
        {
            DisposeScopeManager.Current.Disposing(this);
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Takes the tensor out of its scope into the one around that, or out of all.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            Scope?.MoveToOuter(this);
            return this;
        }

        /// <summary>Takes the tensor out of its scope: it lives until it is disposed or collected.</summary>
        public Tensor DetachFromDisposeScope()
        {
            Scope?.Detach(this);
            return this;
        }

        /// <summary>Moves the tensor to the scope of another one.</summary>
        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.Scope);

        /// <summary>Moves the tensor to a scope; null detaches it.</summary>
        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (other is null)
            {
                return DetachFromDisposeScope();
            }

            other.Attach(this);
            return this;
        }

        /// <summary>Gives the native reference away and leaves this object invalid.</summary>
        public nint DecoupleFromNativeHandle()
        {
            var handle = Handle;
            DisposeScopeManager.Current.Disposing(this);
            GC.SuppressFinalize(this);
            LiveTensors.Removed(_largeBytes);
            _handle = 0;
            return handle;
        }

        /// <summary>Same element values and shape.</summary>
        public override bool Equals(object? obj) => obj is Tensor other && (ReferenceEquals(this, other) || SameValues(other));

        /// <summary>Follows the object, not the values.</summary>
        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

        /// <summary>Frees the handle.</summary>
        /// <param name="disposing">False from the finalizer.</param>
        protected virtual void Dispose(bool disposing)
        {
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle != 0)
            {
                NativeMethods.nk_release(handle);
                LiveTensors.Removed(_largeBytes);
            }
        }

        /// <summary>A new tensor over a result of a native call.</summary>
        internal static Tensor Own(NkVal result) => new(result.Pointer);

        /// <summary>New tensors over a native list, which is freed.</summary>
        internal static unsafe Tensor[] OwnList(NkVal result)
        {
            var handles = new ReadOnlySpan<nint>((void*)result.Pointer, result.Count);
            var tensors = new Tensor[handles.Length];
            for (var k = 0; k < tensors.Length; k++)
            {
                tensors[k] = new Tensor(handles[k]);
            }

            NativeMethods.nk_free(result.Pointer);
            return tensors;
        }
    }
}
