// One pass of Adam, AdamW or SGD over dense CPU tensors: each element's gradient and state are read and written once,
// where the operators of a step read and write whole tensors about ten times. The arithmetic is that of PyTorch's
// single-tensor optimizers (torch/optim/adam.py, adamw.py, sgd.py of 1.13), in the same order.
#include "clones.h"
#include "door.h"
#include "parallel.h"

#include <ATen/ATen.h>

#include <cmath>

namespace {

enum Outcome : int64_t { kNoGradient = 0, kDone = 1, kNotTaken = 2 };

// Mirrored by FusedStep.cs. Adam: first = mean gradient, second = mean square, third = its maximum (amsgrad) or null.
// SGD: first = momentum buffer or null.
struct Slot {
  void* parameter;  // null: left to the operators
  void* first;
  void* second;
  void* third;
  int64_t step;  // the number of this step, from 1
  int64_t outcome;
};

struct Rates {
  double lr, beta1, beta2, eps, weight_decay;
  int32_t decoupled, nesterov, maximize;
};

// Below this many elements a second thread costs more than it brings.
constexpr int64_t kGrain = 1 << 17;

template <typename T>
struct AdamFactors {
  T beta1, alpha1, beta2, alpha2, correction, eps, step_size, decay, shrink, sign;
};

template <typename T>
__attribute__((always_inline)) inline void adam(T* __restrict p, const T* __restrict g, T* __restrict m, T* __restrict v,
                                                T* __restrict peak, int64_t n, const AdamFactors<T> f) {
  for (int64_t i = 0; i < n; ++i) {
    const T shrunk = p[i] * f.shrink;                           // AdamW: decay of the weight itself
    const T gradient = f.sign * g[i] + f.decay * p[i];          // Adam: decay through the gradient
    const T mean = m[i] * f.beta1 + f.alpha1 * gradient;
    const T square = v[i] * f.beta2 + f.alpha2 * gradient * gradient;
    m[i] = mean;
    v[i] = square;
    T scale = square;
    if (peak != nullptr) {
      scale = peak[i] > square ? peak[i] : square;
      peak[i] = scale;
    }
    p[i] = shrunk - f.step_size * mean / (std::sqrt(scale) / f.correction + f.eps);
  }
}

NK_CLONES void adam_float(float* p, const float* g, float* m, float* v, int64_t n, const AdamFactors<float>& f) {
  adam<float>(p, g, m, v, nullptr, n, f);
}
NK_CLONES void adam_double(double* p, const double* g, double* m, double* v, int64_t n, const AdamFactors<double>& f) {
  adam<double>(p, g, m, v, nullptr, n, f);
}
void adam_range(float* p, const float* g, float* m, float* v, float* peak, int64_t n, const AdamFactors<float>& f) {
  peak == nullptr ? adam_float(p, g, m, v, n, f) : adam<float>(p, g, m, v, peak, n, f);
}
void adam_range(double* p, const double* g, double* m, double* v, double* peak, int64_t n, const AdamFactors<double>& f) {
  peak == nullptr ? adam_double(p, g, m, v, n, f) : adam<double>(p, g, m, v, peak, n, f);
}

template <typename T>
struct SgdFactors {
  T lr, momentum, alpha, decay, sign;
  bool nesterov;
};

template <typename T>
__attribute__((always_inline)) inline void sgd(T* __restrict p, const T* __restrict g, T* __restrict b, int64_t n,
                                               const SgdFactors<T> f) {
  if (b == nullptr) {
    for (int64_t i = 0; i < n; ++i) p[i] -= f.lr * (f.sign * g[i] + f.decay * p[i]);
    return;
  }
  const T ahead = f.nesterov ? f.momentum : T(1);
  const T now = f.nesterov ? T(1) : T(0);
  for (int64_t i = 0; i < n; ++i) {
    const T gradient = f.sign * g[i] + f.decay * p[i];
    const T buffer = b[i] * f.momentum + f.alpha * gradient;
    b[i] = buffer;
    p[i] -= f.lr * (now * gradient + ahead * buffer);
  }
}

NK_CLONES void sgd_range(float* p, const float* g, float* b, int64_t n, const SgdFactors<float>& f) { sgd<float>(p, g, b, n, f); }
NK_CLONES void sgd_range(double* p, const double* g, double* b, int64_t n, const SgdFactors<double>& f) { sgd<double>(p, g, b, n, f); }

// A tensor whose elements can be walked as one array beside the parameter's: no gaps, the same order in memory
// (channels_last too).
bool walks(const at::Tensor& t, const at::Tensor& like) {
  if (!t.defined() || t.layout() != at::kStrided || !t.device().is_cpu() || t.scalar_type() != like.scalar_type() ||
      t.sizes() != like.sizes() || t.is_neg()) {
    return false;
  }
  if (t.is_contiguous() && like.is_contiguous()) return true;
  if (!t.is_non_overlapping_and_dense()) return false;
  for (int64_t k = 0; k < t.dim(); ++k) {
    if (t.size(k) > 1 && t.stride(k) != like.stride(k)) return false;
  }
  return true;
}

template <typename T>
void adam_slot(at::Tensor& p, const at::Tensor& g, const Slot& slot, const Rates& r) {
  const double correction1 = 1 - std::pow(r.beta1, static_cast<double>(slot.step));
  const double correction2 = 1 - std::pow(r.beta2, static_cast<double>(slot.step));
  AdamFactors<T> f;
  f.beta1 = static_cast<T>(r.beta1);
  f.alpha1 = static_cast<T>(1 - r.beta1);
  f.beta2 = static_cast<T>(r.beta2);
  f.alpha2 = static_cast<T>(1 - r.beta2);
  f.correction = static_cast<T>(std::sqrt(correction2));
  f.eps = static_cast<T>(r.eps);
  f.step_size = static_cast<T>(r.lr / correction1);
  f.decay = static_cast<T>(r.decoupled ? 0 : r.weight_decay);
  f.shrink = static_cast<T>(r.decoupled ? 1 - r.lr * r.weight_decay : 1);
  f.sign = r.maximize ? T(-1) : T(1);
  auto m = nk::borrow(slot.first), v = nk::borrow(slot.second), peak = nk::borrow(slot.third);
  T *pd = p.data_ptr<T>(), *gd = g.data_ptr<T>(), *md = m.data_ptr<T>(), *vd = v.data_ptr<T>();
  T* kd = peak.defined() ? peak.data_ptr<T>() : nullptr;
  at::parallel_for(0, p.numel(), kGrain, [&](int64_t from, int64_t to) {
    adam_range(pd + from, gd + from, md + from, vd + from, kd == nullptr ? nullptr : kd + from, to - from, f);
  });
}

template <typename T>
void sgd_slot(at::Tensor& p, const at::Tensor& g, const Slot& slot, const Rates& r) {
  SgdFactors<T> f;
  f.lr = static_cast<T>(r.lr);
  f.momentum = static_cast<T>(r.beta1);
  f.alpha = static_cast<T>(1 - r.beta2);
  f.decay = static_cast<T>(r.weight_decay);
  f.sign = r.maximize ? T(-1) : T(1);
  f.nesterov = r.nesterov != 0;
  auto buffer = nk::borrow(slot.first);
  T *pd = p.data_ptr<T>(), *gd = g.data_ptr<T>();
  T* bd = buffer.defined() ? buffer.data_ptr<T>() : nullptr;
  at::parallel_for(0, p.numel(), kGrain, [&](int64_t from, int64_t to) {
    sgd_range(pd + from, gd + from, bd == nullptr ? nullptr : bd + from, to - from, f);
  });
}

template <typename F>
int each(Slot* slots, int32_t count, F&& take) {
  return nk::guarded(-1, [&] {
    for (int32_t k = 0; k < count; ++k) {
      auto& slot = slots[k];
      slot.outcome = kNotTaken;
      if (slot.parameter == nullptr) continue;
      auto p = nk::borrow(slot.parameter);
      const auto& g = p.grad();
      if (!g.defined()) {
        slot.outcome = kNoGradient;
        continue;
      }
      bool taken = walks(p, p) && walks(g, p);
      for (void* state : {slot.first, slot.second, slot.third}) {
        taken = taken && (state == nullptr || walks(nk::borrow(state), p));
      }
      taken = taken && (p.scalar_type() == at::kFloat || p.scalar_type() == at::kDouble);
      slot.outcome = taken ? kDone : kNotTaken;
      if (!taken) continue;
      take(p, g, slot);
      p.unsafeGetTensorImpl()->bump_version();  // as every in-place operator: autograd sees the change
    }
    return 0;
  });
}

}  // namespace

NK_API int nk_adam_step(Slot* slots, int32_t count, const Rates* rates) {
  return each(slots, count, [&](at::Tensor& p, const at::Tensor& g, const Slot& slot) {
    p.scalar_type() == at::kFloat ? adam_slot<float>(p, g, slot, *rates) : adam_slot<double>(p, g, slot, *rates);
  });
}

NK_API int nk_sgd_step(Slot* slots, int32_t count, const Rates* rates) {
  return each(slots, count, [&](at::Tensor& p, const at::Tensor& g, const Slot& slot) {
    p.scalar_type() == at::kFloat ? sgd_slot<float>(p, g, slot, *rates) : sgd_slot<double>(p, g, slot, *rates);
  });
}
