// Tensors as memory: shape, type, data pointer, and tensors over memory of the caller.
#include "door.h"

#include <ATen/ops/from_blob.h>

#include <cstring>

namespace {

c10::TensorImpl* impl(void* tensor) { return static_cast<c10::TensorImpl*>(tensor); }

using BlobFree = void (*)(void* context);

}  // namespace

NK_API void nk_release(void* tensor) { c10::raw::intrusive_ptr::decref(impl(tensor)); }
NK_API void nk_retain(void* tensor) { c10::raw::intrusive_ptr::incref(impl(tensor)); }
NK_API int64_t nk_use_count(void* tensor) { return static_cast<int64_t>(c10::raw::intrusive_ptr::use_count(impl(tensor))); }

NK_API int32_t nk_dim(void* tensor) { return static_cast<int32_t>(impl(tensor)->dim()); }
NK_API int64_t nk_numel(void* tensor) { return impl(tensor)->numel(); }

NK_API void nk_sizes(void* tensor, int64_t* sizes) {
  const auto shape = impl(tensor)->sizes();
  for (size_t k = 0; k < shape.size(); ++k) sizes[k] = shape[k];
}

NK_API int32_t nk_strides(void* tensor, int64_t* strides) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    const auto steps = impl(tensor)->strides();
    for (size_t k = 0; k < steps.size(); ++k) strides[k] = steps[k];
    return 0;
  });
}

NK_API int32_t nk_dtype(void* tensor) { return static_cast<int32_t>(c10::typeMetaToScalarType(impl(tensor)->dtype())); }
NK_API int32_t nk_item_size(void* tensor) { return static_cast<int32_t>(impl(tensor)->itemsize()); }
NK_API int32_t nk_device_type(void* tensor) { return static_cast<int32_t>(impl(tensor)->device().type()); }
NK_API int32_t nk_device_index(void* tensor) { return static_cast<int32_t>(impl(tensor)->device().index()); }

// Bytes that the tensor itself answers for: its elements where it is dense, else 0.
NK_API int64_t nk_bytes(void* tensor) {
  const auto* t = impl(tensor);
  return t->has_storage() ? t->numel() * static_cast<int64_t>(t->itemsize()) : 0;
}

// Bit 0 sparse, 1 contiguous, 2 pinned, 3 quantized, 4 view of a base (autograd), 5 inference, 6 conjugate, 7 negative.
NK_API int32_t nk_flags(void* tensor) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    const auto t = nk::borrow(tensor);
    int32_t flags = 0;
    if (t.is_sparse()) flags |= 1;
    if (!t.is_sparse() && t.is_contiguous()) flags |= 2;
    if (t.is_quantized()) flags |= 8;
    if (t.is_view()) flags |= 16;
    if (t.is_inference()) flags |= 32;
    if (t.is_conj()) flags |= 64;
    if (t.is_neg()) flags |= 128;
    return flags;
  });
}

NK_API int32_t nk_contiguous_as(void* tensor, int32_t memory_format) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    return nk::borrow(tensor).is_contiguous(static_cast<c10::MemoryFormat>(memory_format)) ? 1 : 0;
  });
}

// Address of the first element; null with an error where the tensor has no storage.
NK_API int32_t nk_data(void* tensor, void** data) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    *data = nk::borrow(tensor).data_ptr();
    return 0;
  });
}

NK_API int32_t nk_storage(void* tensor, void** data, int64_t* bytes, int64_t* offset) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    const auto t = nk::borrow(tensor);
    const auto& storage = t.storage();
    *data = const_cast<void*>(static_cast<const void*>(storage.unsafeGetStorageImpl()->data()));
    *bytes = static_cast<int64_t>(storage.nbytes());
    *offset = t.storage_offset();
    return 0;
  });
}

// Makes tensor another name of source: same storage, sizes and type, keeping its place in autograd (Tensor.data = ...).
NK_API int32_t nk_set_data(void* tensor, void* source) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    nk::borrow(tensor).set_data(nk::borrow(source));
    return 0;
  });
}

// A tensor over memory of the caller, who learns through free(context) that the last view is gone (on any thread).
NK_API void* nk_from_blob(void* data, const int64_t* sizes, int32_t dim, int32_t dtype, void* context, BlobFree free) {
  return nk::guarded<void*>(nullptr, [&]() -> void* {
    const auto options = c10::TensorOptions().dtype(static_cast<c10::ScalarType>(dtype));
    return nk::release(at::from_blob(data, at::IntArrayRef(sizes, dim), [context, free](void*) { free(context); }, options));
  });
}
