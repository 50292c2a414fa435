// Memory of the process that holds the tensors: what the allocator has given out, and what a GPU has left.
#include "door.h"

#include <ATen/Context.h>

#include <dlfcn.h>
#include <malloc.h>

// Bytes that malloc has given out and not got back, in all threads' arenas; tensors' elements are among them. -1 where
// the C library cannot tell.
NK_API int64_t nk_allocated_bytes() {
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 33)
  const auto info = mallinfo2();
  return static_cast<int64_t>(info.uordblks + info.hblkhd);
#else
  return -1;
#endif
}

// Free and total bytes of the current GPU, as its driver counts them. Returns 0 where there is none.
NK_API int32_t nk_cuda_memory(int64_t* free_bytes, int64_t* total_bytes) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    using MemGetInfo = int (*)(size_t*, size_t*);
    // By name: the CUDA headers are not needed to build the door.
    auto* ask = reinterpret_cast<MemGetInfo>(dlsym(RTLD_DEFAULT, "cudaMemGetInfo"));
    size_t free_now = 0, total = 0;
    if (!at::hasCUDA() || ask == nullptr || ask(&free_now, &total) != 0) return 0;
    *free_bytes = static_cast<int64_t>(free_now);
    *total_bytes = static_cast<int64_t>(total);
    return 1;
  });
}
