using NotebookKit.Torch.Door;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers: the default one of a device, or one of its own.</summary>
    public class Generator : IDisposable
    {
        private nint _handle;

        /// <summary>A source of its own, seeded.</summary>
        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            _handle = NativeError.Check(
                NativeMethods.nk_new_generator(seed, (int)this.device.type, this.device.index), "Generator");
        }

        private Generator(nint handle, Device device)
        {
            _handle = handle;
            this.device = device;
        }

        /// <summary>Frees the handle of a generator that nobody disposed.</summary>
        ~Generator() => Dispose(false);

        /// <summary>The source that functions use when none is given.</summary>
        public static Generator Default => new(
            NativeError.Check(NativeMethods.nk_default_generator((int)DeviceType.CPU, -1), "Generator.Default"), CPU);

        /// <summary>The native handle.</summary>
        /// <exception cref="ObjectDisposedException">The generator was disposed.</exception>
        public nint Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Generator));

        /// <summary>Device whose numbers it makes.</summary>
        public Device device { get; }

        /// <summary>The whole state, bytes.</summary>
        public unsafe Tensor get_state()
        {
            nint state;
            Check(NativeMethods.nk_generator_state(Handle, &state), "get_state");
            return new Tensor(state);
        }

        /// <summary>Goes on from a state.</summary>
        public void set_state(Tensor value)
        {
            Check(NativeMethods.nk_generator_set_state(Handle, value.Handle), "set_state");
            GC.KeepAlive(value);
        }

        /// <summary>Seeds it and returns this.</summary>
        public Generator manual_seed(long seed)
        {
            Check(NativeMethods.nk_generator_seed(Handle, unchecked((ulong)seed)), "manual_seed");
            return this;
        }

        /// <summary>Seeds it from the system's randomness and returns the seed.</summary>
        public unsafe long seed()
        {
            ulong seed;
            Check(NativeMethods.nk_generator_random_seed(Handle, &seed), "seed");
            return unchecked((long)seed);
        }

        /// <summary>The seed it started from.</summary>
        public unsafe long initial_seed()
        {
            ulong seed;
            Check(NativeMethods.nk_generator_initial_seed(Handle, &seed), "initial_seed");
            return unchecked((long)seed);
        }

        /// <summary>Frees the handle.</summary>
        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Frees the handle.</summary>
        /// <param name="disposing">False from the finalizer.</param>
        protected virtual void Dispose(bool disposing)
        {
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle != 0)
            {
                NativeMethods.nk_release_generator(handle);
            }
        }

        private void Check(int result, string what)
        {
            GC.KeepAlive(this);
            NativeError.Check(result, what);
        }
    }
}
