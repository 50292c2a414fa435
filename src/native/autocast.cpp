// Autocast: convolutions and matrix products of a thread compute in a lower precision while it is on. Per thread.
#include "door.h"

#include <ATen/autocast_mode.h>

namespace {

#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
bool enabled(c10::DeviceType device) { return at::autocast::is_autocast_enabled(device); }
at::ScalarType precision(c10::DeviceType device) { return at::autocast::get_autocast_dtype(device); }

void set(c10::DeviceType device, bool on, at::ScalarType type) {
  at::autocast::set_autocast_dtype(device, type);
  at::autocast::set_autocast_enabled(device, on);
}
#else
bool enabled(c10::DeviceType device) {
  return device == c10::DeviceType::CUDA ? at::autocast::is_enabled() : at::autocast::is_cpu_enabled();
}

at::ScalarType precision(c10::DeviceType device) {
  return device == c10::DeviceType::CUDA ? at::autocast::get_autocast_gpu_dtype()
                                         : at::autocast::get_autocast_cpu_dtype();
}

void set(c10::DeviceType device, bool on, at::ScalarType type) {
  if (device == c10::DeviceType::CUDA) {
    at::autocast::set_autocast_gpu_dtype(type);
    at::autocast::set_enabled(on);
  } else {
    at::autocast::set_autocast_cpu_dtype(type);
    at::autocast::set_cpu_enabled(on);
  }
}
#endif

}  // namespace

// Opens a region: on != 0 computes in dtype, 0 in the tensors' own type. Returns what nk_leave_autocast restores
// (dtype and state of before, 0 or more), -1 on error.
NK_API int32_t nk_enter_autocast(int32_t device_type, int32_t on, int32_t dtype) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    const auto device = static_cast<c10::DeviceType>(device_type);
    const int32_t before = (static_cast<int32_t>(precision(device)) << 1) | (enabled(device) ? 1 : 0);
    set(device, on != 0, static_cast<at::ScalarType>(dtype));
    at::autocast::increment_nesting();
    return before;
  });
}

// Closes the region; the outermost one drops the cached low-precision copies of the weights.
NK_API int32_t nk_leave_autocast(int32_t device_type, int32_t before) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
    set(static_cast<c10::DeviceType>(device_type), (before & 1) != 0, static_cast<at::ScalarType>(before >> 1));
    return 0;
  });
}
