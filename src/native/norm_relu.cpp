// Batch normalisation by batch statistics, an optional sum with a residual, and ReLU as one operator over pictures with
// the channels last in memory. Forward and backward pass over such a picture nine times together, the three operators
// of libtorch fourteen to eighteen times. Sums are taken in fixed pieces: the number of threads does not change them.
#include "door.h"
#include "lanes.h"
#include "parallel.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

namespace {

using at::Tensor;
using nk::Floats;
using nk::kLanes;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr int64_t kPiece = 1 << 14;  // elements that one sum in float32 covers

using Words = uint32_t __attribute__((vector_size(4 * kLanes)));
using Bits = uint16_t;  // bfloat16 by its bits
using Halves = Bits __attribute__((vector_size(2 * kLanes)));

NK_INLINE Floats widen(Floats values) { return values; }
NK_INLINE Floats widen(Halves values) { return (Floats)(__builtin_convertvector(values, Words) << 16); }
NK_INLINE void narrow(Floats values, Floats& result) { result = values; }
NK_INLINE void narrow(Floats values, Halves& result) {
  const auto bits = (Words)values;
  const Words nearest = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;  // ties to even
  const Words kept = (bits & 0x7fffffffu) > 0x7f800000u ? Words{} + 0x7fc0u : nearest;  // NaN stays NaN
  result = __builtin_convertvector(kept, Halves);
}
template <typename T> struct VectorOf { using type = Halves; };
template <> struct VectorOf<float> { using type = Floats; };

// The first n of kLanes numbers as float32, and back; n is kLanes in all but the last channels.
template <typename T>
NK_INLINE Floats load(const T* from, int n) {
  typename VectorOf<T>::type values{};
  std::memcpy(&values, from, n * sizeof(T));
  return widen(values);
}
template <typename T>
NK_INLINE void store(Floats values, T* to, int n) {
  typename VectorOf<T>::type result;
  narrow(values, result);
  std::memcpy(to, &result, n * sizeof(T));
}

// The four walks over the rows of a picture. y = max(0, v), v = (x - mean) scale + bias + residual; g = dy where v > 0.
enum class Walk {
  kMoments,        // sums of x - mean and of its square, where mean is a guess
  kForward,        // y
  kGradientSums,   // sums of g and of g (x - mean); with a residual, g itself into out
  kBackward,       // dx = scale (g - mean(g) - (x - mean) slope); with a residual, gradient holds g already
};

// One piece: rows of all channels, and what each channel needs.
template <typename T>
struct Piece {
  Walk walk;
  bool added;  // there is a residual
  int64_t rows, width;
  const T *x, *residual, *y, *gradient;
  T* out;
  const float *mean, *scale, *bias, *center, *slope;
  float *sum, *product;
};

template <typename T, Walk walk, bool added>
NK_INLINE void lanes(const Piece<T>& p, int64_t from, int n) {
  const Floats zero{}, mean = load(p.mean + from, n);
  Floats scale{}, bias{}, center{}, slope{}, sum{}, product{};
  if (walk != Walk::kMoments) scale = load(p.scale + from, n), bias = load(p.bias + from, n);
  if (walk == Walk::kBackward) center = load(p.center + from, n), slope = load(p.slope + from, n);
  for (int64_t r = 0, at = from; r < p.rows; ++r, at += p.width) {
    const Floats d = load(p.x + at, n) - mean;
    if (walk == Walk::kMoments) {
      sum += d;
      product += d * d;
    } else if (walk == Walk::kForward) {
      Floats v = d * scale + bias;
      if (added) v += load(p.residual + at, n);
      store(v < zero ? zero : v, p.out + at, n);  // NaN passes
    } else if (walk == Walk::kGradientSums) {
      const Floats all = load(p.gradient + at, n);
      const Floats g = (added ? load(p.y + at, n) : d * scale + bias) > zero ? all : zero;
      if (added) store(g, p.out + at, n);
      sum += g;
      product += g * d;
    } else {
      const Floats all = load(p.gradient + at, n);
      const Floats g = added ? all : (d * scale + bias > zero ? all : zero);
      store(scale * (g - center - d * slope), p.out + at, n);
    }
  }
  if (walk == Walk::kMoments || walk == Walk::kGradientSums) {
    store(sum, p.sum + from, n);
    store(product, p.product + from, n);
  }
}

template <typename T, Walk walk, bool added>
NK_INLINE void channels(const Piece<T>& p) {
  int64_t c = 0;
  for (; c + kLanes <= p.width; c += kLanes) lanes<T, walk, added>(p, c, kLanes);
  if (c < p.width) lanes<T, walk, added>(p, c, static_cast<int>(p.width - c));
}

template <typename T>
NK_INLINE void run(const Piece<T>& p) {
  switch (p.walk) {
    case Walk::kMoments: channels<T, Walk::kMoments, false>(p); break;
    case Walk::kForward: p.added ? channels<T, Walk::kForward, true>(p) : channels<T, Walk::kForward, false>(p); break;
    case Walk::kGradientSums:
      p.added ? channels<T, Walk::kGradientSums, true>(p) : channels<T, Walk::kGradientSums, false>(p);
      break;
    case Walk::kBackward:
      p.added ? channels<T, Walk::kBackward, true>(p) : channels<T, Walk::kBackward, false>(p);
      break;
  }
}
NK_CLONES void run_float(const Piece<float>& p) { run(p); }  // clones for processors cannot be templates
NK_CLONES void run_bfloat16(const Piece<Bits>& p) { run(p); }
void run_piece(const Piece<float>& p) { run_float(p); }
void run_piece(const Piece<Bits>& p) { run_bfloat16(p); }

// A picture [N, C, H, W] as rows of C channels, in pieces.
template <typename T>
struct Rows {
  explicit Rows(const Tensor& x)
      : width(x.size(1)), count(x.numel() / width), each(std::max<int64_t>(1, kPiece / width)),
        pieces((count + each - 1) / each), sum(pieces * width), product(pieces * width) {}

  // Runs a walk over all pieces; whole has the pointers of the first row.
  void operator()(const Piece<T>& whole) {
    at::parallel_for(0, pieces, 1, [&](int64_t from, int64_t to) {
      for (int64_t k = from; k < to; ++k) {
        auto piece = whole;
        const int64_t at = k * each * width;
        piece.width = width;
        piece.rows = rows_of(k);
        piece.x += at;
        if (piece.residual != nullptr) piece.residual += at;
        if (piece.y != nullptr) piece.y += at;
        if (piece.gradient != nullptr) piece.gradient += at;
        if (piece.out != nullptr) piece.out += at;
        piece.sum = sum.data() + k * width;
        piece.product = product.data() + k * width;
        run_piece(piece);
      }
    });
  }

  int64_t rows_of(int64_t piece) const { return std::min(each, count - piece * each); }

  int64_t width, count, each, pieces;
  std::vector<float> sum, product;  // [pieces, C]
};

template <typename T>
T* elements(const Tensor& tensor) {
  return tensor.defined() ? static_cast<T*>(tensor.data_ptr()) : nullptr;
}

// Mean and variance (over all elements, not one less) of each channel, pieces joined in double (Chan et al. 1979).
template <typename T>
void moments(const Tensor& x, float* mean, double* variance) {
  Rows<T> rows(x);
  std::vector<float> guess(rows.width);
  for (int64_t c = 0; c < rows.width; ++c) guess[c] = load(elements<T>(x) + c, 1)[0];
  Piece<T> piece{};
  piece.walk = Walk::kMoments;
  piece.x = elements<T>(x);
  piece.mean = guess.data();
  rows(piece);
  for (int64_t c = 0; c < rows.width; ++c) {
    double total = 0, seen = 0, spread = 0;
    for (int64_t k = 0; k < rows.pieces; ++k) {
      const double n = static_cast<double>(rows.rows_of(k));
      const double own = rows.sum[k * rows.width + c] / n;
      const double apart = own - total;
      spread += rows.product[k * rows.width + c] - n * own * own + apart * apart * seen * n / (seen + n);
      total += apart * n / (seen + n);
      seen += n;
    }
    mean[c] = static_cast<float>(guess[c] + total);
    variance[c] = std::max(0.0, spread / seen);
  }
}

// What every walk over a normalised picture reads.
template <typename T>
Piece<T> normalised(Walk walk, const Tensor& x, const Tensor& mean, const Tensor& scale, const Tensor& bias, bool added) {
  Piece<T> piece{};
  piece.walk = walk;
  piece.added = added;
  piece.x = elements<T>(x);
  piece.mean = elements<float>(mean);
  piece.scale = elements<float>(scale);
  piece.bias = elements<float>(bias);
  return piece;
}

template <typename T>
void forward_of(const Tensor& x, const Tensor& residual, const Tensor& mean, const Tensor& scale, const Tensor& bias,
                const Tensor& y) {
  auto piece = normalised<T>(Walk::kForward, x, mean, scale, bias, residual.defined());
  piece.residual = elements<T>(residual);
  piece.out = elements<T>(y);
  Rows<T> rows(x);
  rows(piece);
}

// Returns the gradients of x, residual (or undefined), weight and bias.
template <typename T>
variable_list backward_of(const Tensor& x, const Tensor& y, const Tensor& gradient, const Tensor& mean,
                          const Tensor& invstd, const Tensor& weight, const Tensor& bias) {
  const auto scale = weight * invstd;
  auto behind = y.defined() ? at::empty_like(x) : Tensor();
  auto dx = at::empty_like(x), dweight = at::empty_like(weight), dbias = at::empty_like(bias);
  auto piece = normalised<T>(Walk::kGradientSums, x, mean, scale, bias, y.defined());
  piece.y = elements<T>(y);
  piece.gradient = elements<T>(gradient);
  piece.out = elements<T>(behind);
  Rows<T> rows(x);
  rows(piece);
  std::vector<float> center(rows.width), slope(rows.width);
  for (int64_t c = 0; c < rows.width; ++c) {
    double sum = 0, product = 0;
    for (int64_t k = 0; k < rows.pieces; ++k) sum += rows.sum[k * rows.width + c], product += rows.product[k * rows.width + c];
    const double inverse = elements<float>(invstd)[c];
    elements<float>(dbias)[c] = static_cast<float>(sum);
    elements<float>(dweight)[c] = static_cast<float>(product * inverse);
    center[c] = static_cast<float>(sum / rows.count);
    slope[c] = static_cast<float>(product / rows.count * inverse * inverse);
  }
  piece.walk = Walk::kBackward;
  if (behind.defined()) piece.gradient = elements<T>(behind);
  piece.out = elements<T>(dx);
  piece.center = center.data();
  piece.slope = slope.data();
  rows(piece);
  return {dx, behind, dweight, dbias};
}

// A custom function takes no undefined tensor, only an empty optional.
Tensor given(const nk::optional<Tensor>& tensor) { return tensor.has_value() ? *tensor : Tensor(); }
nk::optional<Tensor> maybe(const Tensor& tensor) {
  return tensor.defined() ? nk::optional<Tensor>(tensor) : nk::optional<Tensor>();
}

struct NormRelu : torch::autograd::Function<NormRelu> {
  static Tensor forward(AutogradContext* context, const Tensor& x, const nk::optional<Tensor>& added,
                        const Tensor& weight, const Tensor& bias, const nk::optional<Tensor>& mean_before,
                        const nk::optional<Tensor>& var_before, double momentum, double eps) {
    const auto residual = given(added), running_mean = given(mean_before), running_var = given(var_before);
    const auto width = x.size(1);
    auto mean = at::empty({width}, weight.options()), invstd = at::empty_like(mean);
    std::vector<double> variance(width);
    const bool half = x.scalar_type() == at::kBFloat16;
    half ? moments<Bits>(x, elements<float>(mean), variance.data())
         : moments<float>(x, elements<float>(mean), variance.data());
    const double count = static_cast<double>(x.numel() / width);
    for (int64_t c = 0; c < width; ++c) {
      elements<float>(invstd)[c] = static_cast<float>(1 / std::sqrt(variance[c] + eps));
      if (!running_mean.defined()) continue;
      auto& mean_so_far = elements<float>(running_mean)[c];
      auto& var_so_far = elements<float>(running_var)[c];
      mean_so_far = static_cast<float>(momentum * elements<float>(mean)[c] + (1 - momentum) * mean_so_far);
      var_so_far = static_cast<float>(momentum * variance[c] * count / (count - 1) + (1 - momentum) * var_so_far);
    }
    for (const auto* state : {&running_mean, &running_var})
      if (state->defined()) state->unsafeGetTensorImpl()->bump_version();  // changed in place, as autograd must know
    const auto scale = weight * invstd;
    auto y = at::empty_like(x);
    half ? forward_of<Bits>(x, residual, mean, scale, bias, y) : forward_of<float>(x, residual, mean, scale, bias, y);
    context->save_for_backward({x, residual.defined() ? y : Tensor(), weight, bias, mean, invstd});
    context->saved_data["eps"] = eps;
    return y;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto &x = saved[0], &y = saved[1], &weight = saved[2], &bias = saved[3], &mean = saved[4], &invstd = saved[5];
    variable_list result;
    if (at::GradMode::is_enabled()) {  // create_graph: libtorch's operators, which have derivatives of their own
      const auto on = [&] {
        at::NoGradGuard guard;
        if (y.defined()) return y > 0;
        const auto wide = [](const Tensor& t) { return t.reshape({1, -1, 1, 1}); };
        return (x - wide(mean)) * wide(weight * invstd) + wide(bias) > 0;
      }();
      const auto behind = gradients[0] * on.to(gradients[0].scalar_type());
      auto parts = at::native_batch_norm_backward(behind, x, weight, Tensor(), Tensor(), mean, invstd, true,
                                                  context->saved_data["eps"].toDouble(), {true, true, true});
      result = {std::get<0>(parts), y.defined() ? behind : Tensor(), std::get<1>(parts), std::get<2>(parts)};
    } else {
      const auto gradient = gradients[0].contiguous(at::MemoryFormat::ChannelsLast);
      result = x.scalar_type() == at::kBFloat16
                   ? backward_of<Bits>(x, y, gradient, mean, invstd, weight, bias)
                   : backward_of<float>(x, y, gradient, mean, invstd, weight, bias);
    }
    result.resize(8);  // nothing for the running statistics and the two numbers
    return result;
  }
};

// max(0, v) by the running statistics, without derivatives.
Tensor frozen(const Tensor& x, const Tensor& residual, const Tensor& weight, const Tensor& bias, const Tensor& mean,
              const Tensor& variance, double eps) {
  auto scale = at::empty_like(weight), y = at::empty_like(x);
  for (int64_t c = 0; c < x.size(1); ++c)
    elements<float>(scale)[c] = static_cast<float>(elements<float>(weight)[c] / std::sqrt(elements<float>(variance)[c] + eps));
  x.scalar_type() == at::kBFloat16 ? forward_of<Bits>(x, residual, mean, scale, bias, y)
                                   : forward_of<float>(x, residual, mean, scale, bias, y);
  return y;
}

bool vector_of(const Tensor& tensor, int64_t width) {
  return tensor.defined() && tensor.device().is_cpu() && tensor.scalar_type() == at::kFloat && tensor.dim() == 1 &&
         tensor.numel() == width && tensor.is_contiguous();
}

bool picture(const Tensor& tensor) {
  return tensor.device().is_cpu() && tensor.dim() == 4 && tensor.layout() == at::kStrided &&
         (tensor.scalar_type() == at::kFloat || tensor.scalar_type() == at::kBFloat16) && !tensor.is_conj() &&
         tensor.is_contiguous(at::MemoryFormat::ChannelsLast);
}

}  // namespace

// max(0, batch_norm(x) + residual), in training by the statistics of the batch, else by the running ones and only where
// no gradients are kept; residual and, in training, both running statistics may be null. A null result with an empty
// *taken means that these tensors are left to libtorch's operators.
NK_API void* nk_norm_relu(void* x, void* residual, void* weight, void* bias, void* running_mean, void* running_var,
                          int32_t training, double momentum, double eps, int32_t* taken) {
  return nk::guarded<void*>(nullptr, [&]() -> void* {
    const auto input = nk::borrow(x), added = nk::borrow(residual), scale = nk::borrow(weight), shift = nk::borrow(bias);
    const auto mean = nk::borrow(running_mean), var = nk::borrow(running_var);
    *taken = picture(input) && vector_of(scale, input.size(1)) && vector_of(shift, input.size(1)) &&
             (training ? input.numel() > input.size(1) : mean.defined() && !at::GradMode::is_enabled()) &&
             mean.defined() == var.defined() &&
             (!mean.defined() || (vector_of(mean, input.size(1)) && vector_of(var, input.size(1)))) &&
             (!added.defined() ||
              (picture(added) && added.scalar_type() == input.scalar_type() && added.sizes() == input.sizes()));
    if (*taken == 0) return nullptr;
    if (!training) return nk::release(frozen(input, added, scale, shift, mean, var, eps));
    return nk::release(NormRelu::apply(input, maybe(added), scale, shift, maybe(mean), maybe(var), momentum, eps));
  });
}
