// Random numbers: generators are handles of GeneratorImpl that own one reference.
#include "door.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/core/Generator.h>

#include <mutex>

namespace {

void* own(const at::Generator& generator) {
  auto* impl = generator.unsafeGetGeneratorImpl();
  c10::raw::intrusive_ptr::incref(impl);
  return impl;
}

template <typename F>
int32_t locked(void* generator, F&& body) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    auto g = nk::borrow_generator(generator);
    std::lock_guard<std::mutex> lock(g.mutex());
    body(g);
    return 0;
  });
}

}  // namespace

// Reseeds the default generators of all devices.
NK_API int32_t nk_manual_seed(uint64_t seed) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    at::manual_seed(seed);
    return 0;
  });
}

NK_API void* nk_default_generator(int32_t device_type, int32_t device_index) {
  return nk::guarded<void*>(nullptr, [&]() -> void* {
    return own(at::globalContext().defaultGenerator(
        c10::Device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index))));
  });
}

// A generator of its own: on the CPU freshly made, on another device a copy of the default one, reseeded.
NK_API void* nk_new_generator(uint64_t seed, int32_t device_type, int32_t device_index) {
  return nk::guarded<void*>(nullptr, [&]() -> void* {
    const auto type = static_cast<c10::DeviceType>(device_type);
    if (type == c10::DeviceType::CPU) return own(at::detail::createCPUGenerator(seed));
    auto made = at::globalContext().defaultGenerator(c10::Device(type, static_cast<c10::DeviceIndex>(device_index))).clone();
    made.set_current_seed(seed);
    return own(made);
  });
}

NK_API void nk_release_generator(void* generator) {
  c10::raw::intrusive_ptr::decref(static_cast<c10::GeneratorImpl*>(generator));
}

NK_API int32_t nk_generator_seed(void* generator, uint64_t seed) {
  return locked(generator, [&](at::Generator& g) { g.set_current_seed(seed); });
}

NK_API int32_t nk_generator_random_seed(void* generator, uint64_t* seed) {
  return locked(generator, [&](at::Generator& g) { *seed = g.seed(); });
}

NK_API int32_t nk_generator_initial_seed(void* generator, uint64_t* seed) {
  return locked(generator, [&](at::Generator& g) { *seed = g.current_seed(); });
}

// The whole state as a byte tensor (an owned handle).
NK_API int32_t nk_generator_state(void* generator, void** state) {
  return locked(generator, [&](at::Generator& g) { *state = nk::release(g.get_state()); });
}

NK_API int32_t nk_generator_set_state(void* generator, void* state) {
  return locked(generator, [&](at::Generator& g) { g.set_state(nk::borrow(state)); });
}
