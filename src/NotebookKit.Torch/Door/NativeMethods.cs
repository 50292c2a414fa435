using System.Runtime.InteropServices;

namespace NotebookKit.Torch.Door;

/// <summary>The C functions of src/native. Blittable only; every int result is -1 on error (see <see cref="NativeError"/>).</summary>
internal static unsafe partial class NativeMethods
{
    internal const string Library = "notebookkit_torch";

    // door.cpp
    [LibraryImport(Library)] internal static partial byte* nk_error_text();
    [LibraryImport(Library)] internal static partial int nk_error_kind();
    [LibraryImport(Library)] internal static partial void nk_free(nint memory);
    [LibraryImport(Library)] internal static partial nint nk_find(byte* name, byte* overload);
    [LibraryImport(Library)] internal static partial int nk_call(nint op, NkVal* args, int nargs, NkVal* rets, int capacity);
    [LibraryImport(Library)] internal static partial byte* nk_schemas(byte* prefix);

    // storage.cpp; the reads take a few ns and never block, so they skip the GC transition.
    [LibraryImport(Library)] internal static partial void nk_release(nint tensor);
    [LibraryImport(Library)] [SuppressGCTransition] internal static partial void nk_retain(nint tensor);
    [LibraryImport(Library)] [SuppressGCTransition] internal static partial long nk_use_count(nint tensor);
    [LibraryImport(Library)] [SuppressGCTransition] internal static partial int nk_dim(nint tensor);
    [LibraryImport(Library)] [SuppressGCTransition] internal static partial long nk_numel(nint tensor);
    [LibraryImport(Library)] [SuppressGCTransition] internal static partial void nk_sizes(nint tensor, long* sizes);
    [LibraryImport(Library)] internal static partial int nk_strides(nint tensor, long* strides);
    [LibraryImport(Library)] [SuppressGCTransition] internal static partial int nk_dtype(nint tensor);
    [LibraryImport(Library)] [SuppressGCTransition] internal static partial int nk_item_size(nint tensor);
    [LibraryImport(Library)] [SuppressGCTransition] internal static partial int nk_device_type(nint tensor);
    [LibraryImport(Library)] [SuppressGCTransition] internal static partial int nk_device_index(nint tensor);
    [LibraryImport(Library)] [SuppressGCTransition] internal static partial long nk_bytes(nint tensor);
    [LibraryImport(Library)] internal static partial int nk_flags(nint tensor);
    [LibraryImport(Library)] internal static partial int nk_contiguous_as(nint tensor, int memoryFormat);
    [LibraryImport(Library)] internal static partial int nk_data(nint tensor, nint* data);
    [LibraryImport(Library)] internal static partial int nk_storage(nint tensor, nint* data, long* bytes, long* offset);
    [LibraryImport(Library)] internal static partial int nk_set_data(nint tensor, nint source);
    [LibraryImport(Library)] internal static partial nint nk_from_blob(
        nint data, long* sizes, int dim, int dtype, nint context, delegate* unmanaged<nint, void> free);

    // archive.cpp
    [LibraryImport(Library)] internal static partial int nk_save_tensor(
        nint tensor, nint context, delegate* unmanaged<nint, byte*, long, void> write);

    // autograd.cpp
    [LibraryImport(Library)] internal static partial int nk_backward(
        nint* roots, int nroots, nint* gradients, int retain, int create, nint* inputs, int ninputs);
    [LibraryImport(Library)] internal static partial int nk_grad(
        nint* outputs, int noutputs, nint* inputs, int ninputs, nint* gradients, int retain, int create, int allowUnused, nint* results);
    [LibraryImport(Library)] internal static partial int nk_requires_grad(nint tensor);
    [LibraryImport(Library)] internal static partial int nk_set_requires_grad(nint tensor, int value);
    [LibraryImport(Library)] internal static partial int nk_is_leaf(nint tensor);
    [LibraryImport(Library)] internal static partial int nk_gradient(nint tensor, nint* gradient);
    [LibraryImport(Library)] internal static partial int nk_set_gradient(nint tensor, nint gradient);
    [LibraryImport(Library)] internal static partial int nk_retain_gradient(nint tensor);
    [LibraryImport(Library)] internal static partial int nk_add_hook(
        nint tensor, nint context, delegate* unmanaged<nint, nint, nint*, int> call, delegate* unmanaged<nint, void> free, long* id);
    [LibraryImport(Library)] internal static partial int nk_function(        // function.cpp
        nint* inputs, int ninputs, nint* outputs, int noutputs, byte* kinds, nint* saved, int nsaved, int materialize, nint context,
        delegate* unmanaged<nint, nint*, int, nint*, int, nint*, int, int> call, delegate* unmanaged<nint, void> free, nint* results);
    [LibraryImport(Library)] internal static partial int nk_remove_hook(nint tensor, long id);
    [LibraryImport(Library)] internal static partial int nk_grad_enabled();
    [LibraryImport(Library)] internal static partial void nk_set_grad_enabled(int value);
    [LibraryImport(Library)] internal static partial int nk_inference_enabled();
    [LibraryImport(Library)] internal static partial nint nk_enter_inference(int value);
    [LibraryImport(Library)] internal static partial void nk_leave_inference(nint guard);
    [LibraryImport(Library)] internal static partial int nk_anomaly_enabled();
    [LibraryImport(Library)] internal static partial int nk_anomaly_checks_nan();
    [LibraryImport(Library)] internal static partial void nk_set_anomaly(int enabled, int checkNan);

    // rng.cpp
    [LibraryImport(Library)] internal static partial int nk_manual_seed(ulong seed);
    [LibraryImport(Library)] internal static partial nint nk_default_generator(int deviceType, int deviceIndex);
    [LibraryImport(Library)] internal static partial nint nk_new_generator(ulong seed, int deviceType, int deviceIndex);
    [LibraryImport(Library)] internal static partial void nk_release_generator(nint generator);
    [LibraryImport(Library)] internal static partial int nk_generator_seed(nint generator, ulong seed);
    [LibraryImport(Library)] internal static partial int nk_generator_random_seed(nint generator, ulong* seed);
    [LibraryImport(Library)] internal static partial int nk_generator_initial_seed(nint generator, ulong* seed);
    [LibraryImport(Library)] internal static partial int nk_generator_state(nint generator, nint* state);
    [LibraryImport(Library)] internal static partial int nk_generator_set_state(nint generator, nint state);

    // device.cpp
    [LibraryImport(Library)] internal static partial int nk_threads();
    [LibraryImport(Library)] internal static partial int nk_interop_threads();
    [LibraryImport(Library)] internal static partial int nk_set_threads(int count);
    [LibraryImport(Library)] internal static partial int nk_set_interop_threads(int count);
    [LibraryImport(Library)] internal static partial byte* nk_version();
    [LibraryImport(Library)] internal static partial byte* nk_build_settings();
    [LibraryImport(Library)] internal static partial byte* nk_openblas_core();
    [LibraryImport(Library)] internal static partial int nk_set_openblas_threads(int count);
    [LibraryImport(Library)] internal static partial int nk_has_cuda();
    [LibraryImport(Library)] internal static partial int nk_has_cudnn();
    [LibraryImport(Library)] internal static partial int nk_cuda_devices();
    [LibraryImport(Library)] internal static partial int nk_cuda_synchronize(int index);
    [LibraryImport(Library)] internal static partial int nk_default_dtype();
    [LibraryImport(Library)] internal static partial int nk_set_default_dtype(int dtype);
    [LibraryImport(Library)] internal static partial int nk_backend_flag(int which);
    [LibraryImport(Library)] internal static partial int nk_set_backend_flag(int which, int value);
    [LibraryImport(Library)] internal static partial int nk_deterministic();
    [LibraryImport(Library)] internal static partial int nk_set_deterministic(int on, int warnOnly);

    // autocast.cpp
    [LibraryImport(Library)] internal static partial int nk_enter_autocast(int deviceType, int on, int dtype);
    [LibraryImport(Library)] internal static partial int nk_leave_autocast(int deviceType, int before);

    // norm_relu.cpp
    [LibraryImport(Library)] internal static partial nint nk_norm_relu(
        nint input, nint residual, nint weight, nint bias, nint runningMean, nint runningVar, int training, double momentum,
        double eps, int* taken);

    // max_pool.cpp
    [LibraryImport(Library)] internal static partial nint nk_max_pool(nint input, int* taken);

    // attention.cpp
    [LibraryImport(Library)] internal static partial nint nk_attention(
        nint query, nint key, nint value, double scale, int* taken);

    // winograd_conv.cpp
    [LibraryImport(Library)] internal static partial nint nk_winograd_conv(nint input, nint weight, int* taken);

    // memory.cpp
    [LibraryImport(Library)] internal static partial long nk_allocated_bytes();
    [LibraryImport(Library)] internal static partial int nk_cuda_memory(long* freeBytes, long* totalBytes);
}
