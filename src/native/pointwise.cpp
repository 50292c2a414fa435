// Sums, differences, products and quotients of two small tensors of one shape, past the dispatcher. A call of an
// operator costs what is around its arithmetic: five look-ups by dispatch key, a tensor iterator, the boxed stack. For a
// few hundred elements that is nearly all of its time. Same values, bit for bit: one IEEE operation per element.
#include "pointwise.h"

#include <ATen/EmptyTensor.h>
#include <c10/core/GradMode.h>

#include <cstring>

namespace nk {

namespace {

constexpr int64_t kMost = 512;  // elements; beyond it the arithmetic counts, and the operator's is vectorised

// A dense float32 tensor on the CPU, contiguous, that autograd does not follow.
bool plain(const c10::TensorImpl* t, bool recording) {
  // Autograd is asked below, and autocast leaves two float32 tensors as they are.
  const auto keys = t->key_set() - c10::autograd_dispatch_keyset_with_ADInplaceOrView - c10::autocast_dispatch_keyset;
  return keys == c10::DispatchKeySet(c10::DispatchKey::CPU) && t->dtype() == caffe2::TypeMeta::Make<float>() &&
         t->is_contiguous() && !(recording && t->requires_grad());
}

template <typename F>
void each(const float* a, const float* b, float* r, int64_t n, F&& of) {
  for (int64_t i = 0; i < n; ++i) r[i] = of(a[i], b[i]);
}

// In 2.x the elements of a TensorImpl are read through data_ptr_impl; its untyped form is in all versions.
const float* elements(const c10::TensorImpl* t) {
  return static_cast<const float*>(t->storage().unsafeGetStorageImpl()->data()) + t->storage_offset();
}

}  // namespace

Pointwise pointwise_of(const char* name, const char* overload) {
  if (std::strcmp(overload, "Tensor") != 0) return Pointwise::kNone;
  if (std::strcmp(name, "aten::add") == 0) return Pointwise::kAdd;
  if (std::strcmp(name, "aten::sub") == 0) return Pointwise::kSub;
  if (std::strcmp(name, "aten::mul") == 0) return Pointwise::kMul;
  if (std::strcmp(name, "aten::div") == 0) return Pointwise::kDiv;
  return Pointwise::kNone;
}

bool small_pointwise(Pointwise kind, const Val* args, int32_t nargs, Val* result) {
  if (nargs < 2 || (nargs == 3 && args[2].tag != kDefault) || nargs > 3) return false;
  if (args[0].tag != kTensor || args[1].tag != kTensor || args[0].p == nullptr || args[1].p == nullptr) return false;
  const auto* a = static_cast<const c10::TensorImpl*>(args[0].p);
  const auto* b = static_cast<const c10::TensorImpl*>(args[1].p);
  const bool recording = c10::GradMode::is_enabled();
  if (a->numel() > kMost || !plain(a, recording) || !plain(b, recording) || a->sizes() != b->sizes()) return false;
  at::Tensor made = at::detail::empty_cpu(a->sizes(), at::kFloat, false, nk::optional<at::MemoryFormat>());
  const auto n = a->numel();
  const float *x = elements(a), *y = elements(b);
  auto* r = const_cast<float*>(elements(made.unsafeGetTensorImpl()));
  switch (kind) {
    case Pointwise::kAdd: each(x, y, r, n, [](float p, float q) { return p + q; }); break;
    case Pointwise::kSub: each(x, y, r, n, [](float p, float q) { return p - q; }); break;
    case Pointwise::kMul: each(x, y, r, n, [](float p, float q) { return p * q; }); break;
    case Pointwise::kDiv: each(x, y, r, n, [](float p, float q) { return p / q; }); break;
    case Pointwise::kNone: return false;
  }
  *result = Val{};
  result->tag = kTensor;
  result->p = release(std::move(made));
  return true;
}

}  // namespace nk
