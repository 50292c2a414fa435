// The process around the tensors: threads, devices, versions, default type, allocator.
#include "door.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/DefaultDtype.h>

#include <dlfcn.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <climits>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <type_traits>

namespace {

char* copied(const std::string& text) {
  auto* memory = static_cast<char*>(std::malloc(text.size() + 1));
  if (memory == nullptr) throw std::bad_alloc();
  std::memcpy(memory, text.c_str(), text.size() + 1);
  return memory;
}

// Names that changed between versions: the first form that compiles is taken.
template <typename Hooks>
auto gpus(const Hooks& hooks, int) -> decltype(hooks.getNumGPUs()) { return hooks.getNumGPUs(); }
template <typename Hooks>
auto gpus(const Hooks& hooks, long) -> decltype(hooks.deviceCount()) { return hooks.deviceCount(); }

// A switch that newer versions answer by an enumeration whose first value allows the most.
bool on(bool value) { return value; }
template <typename Option>
std::enable_if_t<std::is_enum<Option>::value, bool> on(Option value) { return static_cast<int>(value) == 0; }

}  // namespace

NK_API int32_t nk_threads() { return at::get_num_threads(); }
NK_API int32_t nk_interop_threads() { return at::get_num_interop_threads(); }

NK_API int32_t nk_set_threads(int32_t count) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    at::set_num_threads(count);
    return 0;
  });
}

NK_API int32_t nk_set_interop_threads(int32_t count) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    at::set_num_interop_threads(count);
    return 0;
  });
}

NK_API const char* nk_version() { return TORCH_VERSION; }

// Build settings of the loaded library, freed with nk_free.
NK_API char* nk_build_settings() {
  return nk::guarded<char*>(nullptr, [&]() -> char* { return copied(at::show_config()); });
}

// OpenBLAS's kernel set in use ("SkylakeX"), or null where libtorch uses another BLAS.
NK_API const char* nk_openblas_core() {
  using CoreName = char* (*)();
  auto* found = reinterpret_cast<CoreName>(dlsym(RTLD_DEFAULT, "openblas_get_corename"));
  return found == nullptr ? nullptr : found();
}

// Threads of OpenBLAS's own pool, which nk_set_threads does not reach. Returns 0 where there is no OpenBLAS.
NK_API int32_t nk_set_openblas_threads(int32_t count) {
  using SetThreads = void (*)(int);
  auto* found = reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
  if (found == nullptr) return 0;
  found(count);
  return 1;
}

// Keeps freed activations in the process: returning them to the system at each step costs page faults. And lets the
// heap grow at once by reserve bytes of addresses that the system backs with huge pages as they are touched (as glibc's
// tunable malloc.hugetlb=1 does, which is read only at the start of a process): 2 MiB per fault instead of 4 KiB.
NK_API int32_t nk_keep_freed_memory(int32_t threshold, int32_t top_pad, int32_t reserve) {
  const int kept =
      mallopt(M_MMAP_THRESHOLD, threshold) & mallopt(M_TRIM_THRESHOLD, INT_MAX) & mallopt(M_TOP_PAD, top_pad);
#if defined(MADV_HUGEPAGE)
  constexpr uintptr_t kHuge = 2 << 20;
  const auto from = (reinterpret_cast<uintptr_t>(sbrk(0)) + kHuge - 1) & ~(kHuge - 1);
  std::free(std::malloc(static_cast<size_t>(reserve)));
  const auto to = reinterpret_cast<uintptr_t>(sbrk(0)) & ~(kHuge - 1);
  if (to > from) madvise(reinterpret_cast<void*>(from), to - from, MADV_HUGEPAGE);
#endif
  return kept;
}

NK_API int32_t nk_has_cuda() {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t { return at::hasCUDA() ? 1 : 0; });
}

NK_API int32_t nk_has_cudnn() {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t { return at::detail::getCUDAHooks().hasCuDNN() ? 1 : 0; });
}

NK_API int32_t nk_cuda_devices() {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    return at::hasCUDA() ? static_cast<int32_t>(gpus(at::detail::getCUDAHooks(), 0)) : 0;
  });
}

NK_API int32_t nk_cuda_synchronize(int32_t index) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    at::detail::getCUDAHooks().deviceSynchronize(index);
    return 0;
  });
}

NK_API int32_t nk_default_dtype() { return static_cast<int32_t>(c10::get_default_dtype_as_scalartype()); }

NK_API int32_t nk_set_default_dtype(int32_t dtype) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    c10::set_default_dtype(c10::scalarTypeToTypeMeta(static_cast<c10::ScalarType>(dtype)));
    return 0;
  });
}

// TF32 in CUDA's matrix products and convolutions. which: 0 matmul, 1 cuDNN, 2 fp16 reductions in matmul.
NK_API int32_t nk_backend_flag(int32_t which) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    auto& context = at::globalContext();
    switch (which) {
      case 0: return context.allowTF32CuBLAS() ? 1 : 0;
      case 1: return context.allowTF32CuDNN() ? 1 : 0;
      case 3: return context.userEnabledFlashSDP() ? 1 : 0;
      case 4: return context.userEnabledMathSDP() ? 1 : 0;
      default: return on(context.allowFP16ReductionCuBLAS()) ? 1 : 0;
    }
  });
}

NK_API int32_t nk_set_backend_flag(int32_t which, int32_t value) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    auto& context = at::globalContext();
    switch (which) {
      case 0: context.setAllowTF32CuBLAS(value != 0); break;
      case 1: context.setAllowTF32CuDNN(value != 0); break;
      case 3: context.setSDPUseFlash(value != 0); break;
      case 4: context.setSDPUseMath(value != 0); break;
      default: context.setAllowFP16ReductionCuBLAS(value != 0); break;
    }
    return 0;
  });
}

// Operators with a deterministic form use it; those without one fail (or, with warn_only, warn).
NK_API int32_t nk_deterministic() {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    auto& context = at::globalContext();
    return (context.deterministicAlgorithms() ? 1 : 0) | (context.deterministicAlgorithmsWarnOnly() ? 2 : 0);
  });
}

NK_API int32_t nk_set_deterministic(int32_t on, int32_t warn_only) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    at::globalContext().setDeterministicAlgorithms(on != 0, warn_only != 0);
    return 0;
  });
}
