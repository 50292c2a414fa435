// Largest value of each 2x2 window, step 2, of float32 pictures [N, C, H, W] whose rows lie in memory as they are read.
// libtorch 1.13 walks such windows one value at a time and keeps an int64 for each; here windows are walked in vectors and
// each keeps a byte. Values and gradients are libtorch's to the bit.
#include "clones.h"
#include "door.h"
#include "parallel.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <cstring>

namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr int64_t kGrain = 1 << 15;  // pixels below which a second thread costs more than it brings

// Windows that are walked side by side, in the compiler's own vectors; it takes no size that depends on a parameter.
template <int lanes> struct Lanes;
template <> struct Lanes<8> {
  using Floats = float __attribute__((vector_size(32)));
  using Ints = int32_t __attribute__((vector_size(32)));
  using Words = uint32_t __attribute__((vector_size(32)));
  using Pairs = uint64_t __attribute__((vector_size(64)));  // two neighbours of a row, the left one in the low half
  using Bytes = uint8_t __attribute__((vector_size(8)));
};
template <> struct Lanes<4> {
  using Floats = float __attribute__((vector_size(16)));
  using Ints = int32_t __attribute__((vector_size(16)));
  using Words = uint32_t __attribute__((vector_size(16)));
  using Pairs = uint64_t __attribute__((vector_size(32)));
  using Bytes = uint8_t __attribute__((vector_size(4)));
};

template <int lanes>
struct Windows {
  using Floats = typename Lanes<lanes>::Floats;
  using Ints = typename Lanes<lanes>::Ints;
  using Words = typename Lanes<lanes>::Words;
  using Pairs = typename Lanes<lanes>::Pairs;
  using Bytes = typename Lanes<lanes>::Bytes;

  // As in libtorch the first of equal values counts, and of several NaN the last.
  static NK_INLINE void take(Floats value, int number, Floats& best, Ints& place) {
    const Ints better = (value > best) | (value != value);
    best = better ? value : best;
    place = better ? Ints{} + number : place;
  }

  // Largest of upper[2j], upper[2j + 1], lower[2j], lower[2j + 1]; place, 0 to 3 in this order, may be null.
  static NK_INLINE void forward(const float* upper, const float* lower, float* largest, uint8_t* place) {
    Pairs above, below;
    std::memcpy(&above, upper, sizeof above);
    std::memcpy(&below, lower, sizeof below);
    Floats best = left(above);
    Ints at{};
    take(right(above), 1, best, at);
    take(left(below), 2, best, at);
    take(right(below), 3, best, at);
    std::memcpy(largest, &best, sizeof best);
    if (place == nullptr) return;
    const auto bytes = __builtin_convertvector(at, Bytes);
    std::memcpy(place, &bytes, sizeof bytes);
  }

  static NK_INLINE void backward(const float* gradient, const uint8_t* place, float* upper, float* lower) {
    Words g;
    Bytes bytes;
    std::memcpy(&g, gradient, sizeof g);
    std::memcpy(&bytes, place, sizeof bytes);
    const auto at = __builtin_convertvector(bytes, Ints);
    const Pairs above = pairs(g & (Words)(at == 0), g & (Words)(at == 1));
    const Pairs below = pairs(g & (Words)(at == 2), g & (Words)(at == 3));
    std::memcpy(upper, &above, sizeof above);
    std::memcpy(lower, &below, sizeof below);
  }

  static NK_INLINE Floats left(Pairs pairs) { return (Floats)__builtin_convertvector(pairs, Words); }
  static NK_INLINE Floats right(Pairs pairs) { return (Floats)__builtin_convertvector(pairs >> 32, Words); }
  static NK_INLINE Pairs pairs(Words left, Words right) {
    return __builtin_convertvector(left, Pairs) | (__builtin_convertvector(right, Pairs) << 32);
  }
};

// Calls walk for all windows of a row of at least 4; the last piece may do some of the one before again.
template <typename F>
NK_INLINE void row(int64_t windows, F&& walk) {
  int64_t j = 0;
  for (; j + 8 <= windows; j += 8) walk(Windows<8>(), j);
  for (; j + 4 <= windows; j += 4) walk(Windows<4>(), j);
  if (j < windows) walk(Windows<4>(), windows - 4);
}
NK_CLONES void forward_row(const float* upper, const float* lower, float* largest, uint8_t* place, int64_t windows) {
  row(windows, [&](auto w, int64_t j) __attribute__((always_inline)) {
    w.forward(upper + 2 * j, lower + 2 * j, largest + j, place == nullptr ? nullptr : place + j);
  });
}
NK_CLONES void backward_row(const float* gradient, const uint8_t* place, float* upper, float* lower, int64_t windows) {
  row(windows, [&](auto w, int64_t j) __attribute__((always_inline)) {
    w.backward(gradient + j, place + j, upper + 2 * j, lower + 2 * j);
  });
}

// Rows of fewer than 4 windows, one value at a time.
void forward_few(const float* upper, const float* lower, float* largest, uint8_t* place, int64_t windows) {
  for (int64_t j = 0; j < windows; ++j) {
    const float values[] = {upper[2 * j], upper[2 * j + 1], lower[2 * j], lower[2 * j + 1]};
    uint8_t best = 0;
    for (uint8_t k = 1; k < 4; ++k)
      if (values[k] > values[best] || values[k] != values[k]) best = k;
    largest[j] = values[best];
    if (place != nullptr) place[j] = best;
  }
}
void backward_few(const float* gradient, const uint8_t* place, float* upper, float* lower, int64_t windows) {
  for (int64_t j = 0; j < windows; ++j) {
    upper[2 * j] = place[j] == 0 ? gradient[j] : 0;
    upper[2 * j + 1] = place[j] == 1 ? gradient[j] : 0;
    lower[2 * j] = place[j] == 2 ? gradient[j] : 0;
    lower[2 * j + 1] = place[j] == 3 ? gradient[j] : 0;
  }
}

// Calls walk(pixels before, windows before) for each row of windows; a last odd line and column belong to none.
template <typename F>
void rows(const Tensor& x, F&& walk) {
  const int64_t height = x.size(2), width = x.size(3), down = height / 2, across = width / 2;
  at::parallel_for(0, x.size(0) * x.size(1) * down, std::max<int64_t>(1, kGrain / (2 * width)), [&](int64_t from, int64_t to) {
    for (int64_t r = from; r < to; ++r) walk((r / down * height + r % down * 2) * width, r * across);
  });
}

Tensor forward_of(const Tensor& x, const Tensor& places) {
  auto y = at::empty({x.size(0), x.size(1), x.size(2) / 2, x.size(3) / 2}, x.options());
  const int64_t width = x.size(3), across = width / 2;
  const auto* pixels = x.data_ptr<float>();
  auto *largest = y.data_ptr<float>();
  auto *place = places.defined() ? places.data_ptr<uint8_t>() : nullptr;
  const auto walk = across < 4 ? forward_few : forward_row;
  rows(x, [&](int64_t pixel, int64_t window) {
    walk(pixels + pixel, pixels + pixel + width, largest + window, place == nullptr ? nullptr : place + window, across);
  });
  return y;
}

Tensor backward_of(const Tensor& x, const Tensor& places, const Tensor& gradient) {
  const int64_t width = x.size(3), across = width / 2;
  auto dx = (width | x.size(2)) & 1 ? at::zeros(x.sizes(), x.options()) : at::empty(x.sizes(), x.options());
  const auto* g = gradient.data_ptr<float>();
  const auto* place = places.data_ptr<uint8_t>();
  auto* pixels = dx.data_ptr<float>();
  const auto walk = across < 4 ? backward_few : backward_row;
  rows(x, [&](int64_t pixel, int64_t window) {
    walk(g + window, place + window, pixels + pixel, pixels + pixel + width, across);
  });
  return dx;
}

struct MaxPool : torch::autograd::Function<MaxPool> {
  static Tensor forward(AutogradContext* context, const Tensor& x) {
    const auto places = at::empty({x.size(0), x.size(1), x.size(2) / 2, x.size(3) / 2}, x.options().dtype(at::kByte));
    context->save_for_backward({x, places});
    return forward_of(x, places);
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto &x = saved[0], &places = saved[1];
    if (!at::GradMode::is_enabled()) return {backward_of(x, places, gradients[0].contiguous())};
    // create_graph: libtorch's operator, which has a derivative of its own, by libtorch's indices: row times width plus column
    const auto range = [&](int64_t dim) { return at::arange(places.size(dim), x.options().dtype(at::kLong)) * 2; };
    const auto wide = places.to(at::kLong);
    const auto row = range(2).unsqueeze(1) + at::floor_divide(wide, 2), column = range(3) + wide.bitwise_and(1);
    return {at::max_pool2d_with_indices_backward(gradients[0], x, {2, 2}, {2, 2}, {0, 0}, {1, 1}, false,
                                                 row * x.size(3) + column)};
  }
};

bool fits(const Tensor& x) {
  return x.defined() && x.device().is_cpu() && x.layout() == at::kStrided && x.scalar_type() == at::kFloat && x.dim() == 4 &&
         x.numel() > 0 && x.size(2) >= 2 && x.size(3) >= 2 && !x.is_neg() && x.is_contiguous() &&
         x.suggest_memory_format() == at::MemoryFormat::Contiguous;
}

}  // namespace

// max_pool2d with windows of 2x2, step 2, no border. A null result with an empty *taken means that this tensor is left to
// libtorch's operator.
NK_API void* nk_max_pool(void* x, int32_t* taken) {
  return nk::guarded<void*>(nullptr, [&]() -> void* {
    const auto input = nk::borrow(x);
    *taken = fits(input);
    if (*taken == 0) return nullptr;
    const bool derives = at::GradMode::is_enabled() && input.requires_grad();
    return nk::release(derives ? MaxPool::apply(input) : forward_of(input, Tensor()));
  });
}
