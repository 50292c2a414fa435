// Autograd: what is no operator. Grad mode and inference mode are per thread.
#include "door.h"

#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/anomaly_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>

#include <memory>
#include <stdexcept>
#include <vector>

namespace {

std::vector<at::Tensor> tensors(void** handles, int32_t count) {
  std::vector<at::Tensor> result;
  result.reserve(count);
  for (int32_t k = 0; k < count; ++k) result.push_back(nk::borrow(handles[k]));
  return result;
}

// A managed hook: called with the context and an owned gradient handle; writes an owned replacement or null, returns 0,
// or another number when the managed side failed (it keeps its exception and throws it again after the call).
using HookCall = int32_t (*)(void* context, void* gradient, void** replacement);
using HookFree = void (*)(void* context);

}  // namespace

// Accumulates gradients into the leaves, or into inputs only. gradients may be null; so may each of its items.
NK_API int32_t nk_backward(void** roots, int32_t nroots, void** gradients, int32_t retain, int32_t create, void** inputs,
                           int32_t ninputs) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    const auto given = gradients == nullptr ? std::vector<at::Tensor>() : tensors(gradients, nroots);
    const nk::optional<bool> keep = retain < 0 ? nk::optional<bool>() : nk::optional<bool>(retain != 0);
    torch::autograd::backward(tensors(roots, nroots), given, keep, create != 0, tensors(inputs, ninputs));
    return 0;
  });
}

// Gradients of outputs with respect to inputs; results[k] is null where unused inputs are allowed and met.
NK_API int32_t nk_grad(void** outputs, int32_t noutputs, void** inputs, int32_t ninputs, void** gradients, int32_t retain,
                       int32_t create, int32_t allow_unused, void** results) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    const auto given = gradients == nullptr ? std::vector<at::Tensor>() : tensors(gradients, noutputs);
    const nk::optional<bool> keep = retain < 0 ? nk::optional<bool>() : nk::optional<bool>(retain != 0);
    auto found = torch::autograd::grad(tensors(outputs, noutputs), tensors(inputs, ninputs), given, keep, create != 0,
                                       allow_unused != 0);
    for (int32_t k = 0; k < ninputs; ++k) results[k] = nk::release(std::move(found[k]));
    return 0;
  });
}

NK_API int32_t nk_requires_grad(void* tensor) { return static_cast<c10::TensorImpl*>(tensor)->requires_grad() ? 1 : 0; }

NK_API int32_t nk_set_requires_grad(void* tensor, int32_t value) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    nk::borrow(tensor).requires_grad_(value != 0);
    return 0;
  });
}

NK_API int32_t nk_is_leaf(void* tensor) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t { return nk::borrow(tensor).is_leaf() ? 1 : 0; });
}

// An owned handle of the gradient, null where there is none.
NK_API int32_t nk_gradient(void* tensor, void** gradient) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    *gradient = nk::release(at::Tensor(nk::borrow(tensor).mutable_grad()));
    return 0;
  });
}

NK_API int32_t nk_set_gradient(void* tensor, void* gradient) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    nk::borrow(tensor).mutable_grad() = nk::borrow(gradient);
    return 0;
  });
}

NK_API int32_t nk_retain_gradient(void* tensor) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    nk::borrow(tensor).retain_grad();
    return 0;
  });
}

NK_API int32_t nk_add_hook(void* tensor, void* context, HookCall call, HookFree free, int64_t* id) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    std::shared_ptr<void> owned(context, free);  // frees the managed delegate with the last copy of the function
    *id = nk::borrow(tensor).register_hook([owned, call](at::Tensor gradient) -> at::Tensor {
      void* replacement = nullptr;
      if (call(owned.get(), nk::release(std::move(gradient)), &replacement) != 0)
        throw std::runtime_error("a gradient hook failed");
      if (replacement == nullptr) return at::Tensor();
      return at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(
          static_cast<c10::TensorImpl*>(replacement)));
    });
    return 0;
  });
}

NK_API int32_t nk_remove_hook(void* tensor, int64_t id) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    nk::borrow(tensor).remove_hook(static_cast<unsigned>(id));
    return 0;
  });
}

NK_API int32_t nk_grad_enabled() { return c10::GradMode::is_enabled() ? 1 : 0; }
NK_API void nk_set_grad_enabled(int32_t value) { c10::GradMode::set_enabled(value != 0); }

NK_API int32_t nk_inference_enabled() { return c10::InferenceMode::is_enabled() ? 1 : 0; }

NK_API void* nk_enter_inference(int32_t value) {
  return nk::guarded<void*>(nullptr, [&]() -> void* { return new c10::InferenceMode(value != 0); });
}

NK_API void nk_leave_inference(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }

NK_API int32_t nk_anomaly_enabled() { return torch::autograd::AnomalyMode::is_enabled() ? 1 : 0; }
NK_API int32_t nk_anomaly_checks_nan() { return torch::autograd::AnomalyMode::should_check_nan() ? 1 : 0; }

NK_API void nk_set_anomaly(int32_t enabled, int32_t check_nan) {
  torch::autograd::AnomalyMode::set_enabled(enabled != 0, check_nan != 0);
}
