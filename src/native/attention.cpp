// softmax(q k^T scale) v for the short rows of a vision transformer, forward and backward, in float32. libtorch 1.13 hands
// each head's products to BLAS one by one, which costs more than their arithmetic, and walks over all matrices of weights
// once more for the scale and the softmax; here one head stays in the cache from the first product to the last.
#include "door.h"
#include "lanes.h"
#include "parallel.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <vector>

namespace {

using at::Tensor;
using nk::Floats;
using nk::kLanes;
using nk::load;
using nk::store;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr int kRows = 6;             // rows that share one load of kLanes columns
constexpr int64_t kLongest = 512;    // tokens; at 1,024 BLAS is faster
constexpr int64_t kWidest = 128;     // numbers of a token in one head
constexpr int64_t kGrain = 1 << 15;  // products below which a second thread costs more than it brings

using Ints = int32_t __attribute__((vector_size(4 * kLanes)));

int64_t padded(int64_t n) { return (n + kLanes - 1) / kLanes * kLanes; }

// A matrix [rows, columns] whose elements lie so many numbers apart; the transposed one is the same with steps exchanged.
struct Matrix {
  float* at;
  int64_t row, column;
};
struct ConstMatrix {
  const float* at;
  int64_t row, column;
  ConstMatrix(const float* at, int64_t row, int64_t column) : at(at), row(row), column(column) {}
  ConstMatrix(const Matrix& m) : at(m.at), row(m.row), column(m.column) {}
};

// rows rows and up to kLanes columns of a b; b has its rows padded to kLanes.
template <int rows>
NK_INLINE void block(const ConstMatrix& a, const float* b, int64_t b_row, int64_t inner, float* c, int64_t c_row, int64_t n) {
  Floats sum[rows] = {};
  for (int64_t k = 0; k < inner; ++k) {
    const Floats line = load(b + k * b_row);
    for (int r = 0; r < rows; ++r) sum[r] += a.at[r * a.row + k * a.column] * line;
  }
  for (int r = 0; r < rows; ++r) {
    if (n >= kLanes) store(sum[r], c + r * c_row);
    else std::memcpy(c + r * c_row, &sum[r], n * sizeof(float));
  }
}

// c [m, n] = a [m, inner] b [inner, n]; the rows of c lie together.
NK_INLINE void product(const ConstMatrix& a, const float* b, int64_t b_row, int64_t m, int64_t inner, int64_t n, float* c,
                       int64_t c_row) {
  for (int64_t j = 0; j < n; j += kLanes) {
    int64_t i = 0;
    const auto step = [&](auto rows) __attribute__((always_inline)) {
      constexpr int count = decltype(rows)::value;
      block<count>({a.at + i * a.row, a.row, a.column}, b + j, b_row, inner, c + i * c_row + j, c_row, n - j);
      i += count;
    };
    while (i + kRows <= m) step(std::integral_constant<int, kRows>());
    switch (m - i) {
      case 5: step(std::integral_constant<int, 5>()); break;
      case 4: step(std::integral_constant<int, 4>()); break;
      case 3: step(std::integral_constant<int, 3>()); break;
      case 2: step(std::integral_constant<int, 2>()); break;
      case 1: step(std::integral_constant<int, 1>()); break;
    }
  }
}

// to [rows, padded columns] = from, zero behind its columns.
NK_INLINE void pack(const ConstMatrix& from, int64_t rows, int64_t columns, float* to) {
  const auto width = padded(columns);
  for (int64_t i = 0; i < rows; ++i) {
    for (int64_t j = 0; j < columns; ++j) to[i * width + j] = from.at[i * from.row + j * from.column];
    for (int64_t j = columns; j < width; ++j) to[i * width + j] = 0;
  }
}

// exp(x) for x <= 0 to about an ulp: 2^n e^r with |r| <= ln(2) / 2, e^r by its polynomial of degree 6 (Cody and Waite's
// reduction, coefficients of Cephes' expf). Below e^-87 the smallest normal number; NaN stays NaN.
NK_INLINE Floats exponential(Floats x) {
  const Floats least = Floats{} - 87.0f;
  x = x < least ? least : x;
  const Floats whole = (x * 1.44269504f + 12582912.0f) - 12582912.0f;
  const Floats r = x - whole * 0.693359375f + whole * 2.12194440e-4f;
  Floats p = Floats{} + 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * (r * r) + r + 1.0f;
  return (Floats)((Ints)p + (__builtin_convertvector(whole, Ints) << 23));
}

NK_INLINE float sum_of(Floats values) {
  float sum = 0;
  for (int k = 0; k < kLanes; ++k) sum += values[k];
  return sum;
}

// The first n of padded numbers become their softmax, the rest 0.
NK_INLINE void softmax(float* row, int64_t n) {
  constexpr float nothing = -std::numeric_limits<float>::infinity();
  Ints lane;
  for (int k = 0; k < kLanes; ++k) lane[k] = k;
  const auto width = padded(n);
  Floats most = Floats{} + nothing;
  for (int64_t j = 0; j < width; j += kLanes) {
    const Floats s = lane + static_cast<int32_t>(j) < static_cast<int32_t>(n) ? load(row + j) : Floats{} + nothing;
    most = s > most ? s : most;
  }
  float largest = most[0];
  for (int k = 1; k < kLanes; ++k) largest = most[k] > largest ? most[k] : largest;
  Floats total{};
  for (int64_t j = 0; j < width; j += kLanes) {
    const Floats e = lane + static_cast<int32_t>(j) < static_cast<int32_t>(n) ? exponential(load(row + j) - largest) : Floats{};
    store(e, row + j);
    total += e;
  }
  const float share = 1 / sum_of(total);
  for (int64_t j = 0; j < width; j += kLanes) store(load(row + j) * share, row + j);
}

// One head: q [L, D], k [S, D], v [S, E]; the last step of each in memory is 1.
struct Head {
  int64_t queries, keys, depth, values;  // L, S, D, E
  float scale;
  ConstMatrix q, k, v;
};

// weights [L, padded S] and out [L, E]. scratch: as much as scratch_size says.
NK_CLONES void forward_head(const Head& h, float* weights, float* out, int64_t out_row, float* scratch) {
  const auto s = padded(h.keys), e = padded(h.values);
  float *keys = scratch, *values = keys + h.depth * s;
  pack({h.k.at, h.k.column, h.k.row}, h.depth, h.keys, keys);
  for (int64_t j = 0; j < h.depth * s; j += kLanes) store(load(keys + j) * h.scale, keys + j);
  product(h.q, keys, s, h.queries, h.depth, s, weights, s);
  for (int64_t i = 0; i < h.queries; ++i) softmax(weights + i * s, h.keys);
  pack(h.v, h.keys, h.values, values);
  product({weights, s, 1}, values, e, h.queries, h.keys, h.values, out, out_row);
}

struct HeadGradient {
  ConstMatrix out;        // [L, E]
  const float* weights;   // [L, padded S]
  Matrix q, k, v;         // results
};

NK_CLONES void backward_head(const Head& h, const HeadGradient& g, float* scratch) {
  const auto s = padded(h.keys), d = padded(h.depth), e = padded(h.values);
  float *scores = scratch, *packed = scores + h.queries * s;
  pack(g.out, h.queries, h.values, packed);
  product({g.weights, 1, s}, packed, e, h.keys, h.queries, h.values, g.v.at, g.v.row);        // dv = p^T do
  pack({h.v.at, h.v.column, h.v.row}, h.values, h.keys, packed);
  product(g.out, packed, s, h.queries, h.values, s, scores, s);                               // dp = do v^T
  for (int64_t i = 0; i < h.queries; ++i) {
    float* row = scores + i * s;
    const float* p = g.weights + i * s;
    Floats total{};
    for (int64_t j = 0; j < s; j += kLanes) total += load(row + j) * load(p + j);
    const float mean = sum_of(total);
    for (int64_t j = 0; j < s; j += kLanes) store((load(row + j) - mean) * load(p + j) * h.scale, row + j);
  }
  pack(h.k, h.keys, h.depth, packed);
  product({scores, s, 1}, packed, d, h.queries, h.keys, h.depth, g.q.at, g.q.row);            // dq = ds k
  pack(h.q, h.queries, h.depth, packed);
  product({scores, 1, s}, packed, d, h.keys, h.queries, h.depth, g.k.at, g.k.row);            // dk = ds^T q
}

int64_t forward_scratch(const Head& h) { return h.depth * padded(h.keys) + h.keys * padded(h.values); }
int64_t backward_scratch(const Head& h) {
  const auto longest = std::max(h.queries, h.keys), s = padded(h.keys);
  return h.queries * s + std::max(h.values * s, longest * std::max(padded(h.depth), padded(h.values)));
}

// Matrix [L, D] of one head of a tensor [N, H, L, D].
ConstMatrix head_of(const Tensor& t, int64_t n, int64_t h) {
  return {t.data_ptr<float>() + n * t.stride(0) + h * t.stride(1), t.stride(2), 1};
}
Matrix head_in(Tensor& t, int64_t n, int64_t h) {
  return {t.data_ptr<float>() + n * t.stride(0) + h * t.stride(1), t.stride(2), 1};
}
Head sizes_of(const Tensor& q, const Tensor& k, const Tensor& v, double scale, int64_t n, int64_t h) {
  return {q.size(2), k.size(2), q.size(3), v.size(3), static_cast<float>(scale), head_of(q, n, h), head_of(k, n, h),
          head_of(v, n, h)};
}

// Calls head(n, h, scratch) for each head of each item.
template <typename F>
void each_head(const Tensor& q, int64_t work, int64_t scratch, F&& head) {
  const auto heads = q.size(1);
  at::parallel_for(0, q.size(0) * heads, std::max<int64_t>(1, kGrain / work), [&](int64_t from, int64_t to) {
    std::vector<float> own(scratch);
    for (int64_t i = from; i < to; ++i) head(i / heads, i % heads, own.data());
  });
}
int64_t work_of(const Tensor& q, const Tensor& k) { return q.size(2) * k.size(2) * q.size(3); }

// [N, H, L, D] whose memory is [N, L, H, D]: what joins the heads again is then a view.
Tensor by_tokens(const Tensor& like, int64_t width) {
  return at::empty({like.size(0), like.size(2), like.size(1), width}, like.options()).transpose(1, 2);
}

// Writes the weights [N, H, L, padded S] where they are kept.
Tensor forward_of(const Tensor& q, const Tensor& k, const Tensor& v, double scale, Tensor* kept) {
  auto out = by_tokens(q, v.size(3));
  const auto s = padded(k.size(2)), weights = q.size(2) * s;
  if (kept != nullptr) *kept = at::empty({q.size(0), q.size(1), q.size(2), s}, q.options());
  float* all = kept != nullptr ? kept->data_ptr<float>() : nullptr;
  const auto scratch = forward_scratch(sizes_of(q, k, v, scale, 0, 0));
  each_head(q, work_of(q, k), scratch + weights, [&](int64_t n, int64_t h, float* own) {
    const auto result = head_in(out, n, h);
    forward_head(sizes_of(q, k, v, scale, n, h), all == nullptr ? own + scratch : all + (n * q.size(1) + h) * weights,
                 result.at, result.row, own);
  });
  return out;
}

variable_list backward_of(const Tensor& q, const Tensor& k, const Tensor& v, const Tensor& weights, double scale,
                          const Tensor& gradient) {
  auto dq = by_tokens(q, q.size(3)), dk = by_tokens(k, k.size(3)), dv = by_tokens(v, v.size(3));
  const auto* all = weights.data_ptr<float>();
  const auto each = weights.size(2) * weights.size(3);
  each_head(q, work_of(q, k), backward_scratch(sizes_of(q, k, v, scale, 0, 0)), [&](int64_t n, int64_t h, float* own) {
    backward_head(sizes_of(q, k, v, scale, n, h),
                  {head_of(gradient, n, h), all + (n * q.size(1) + h) * each, head_in(dq, n, h), head_in(dk, n, h),
                   head_in(dv, n, h)},
                  own);
  });
  return {dq, dk, dv};
}

bool rows_lie_together(const Tensor& t) { return t.stride(3) == 1 || t.size(3) == 1; }

struct Attention : torch::autograd::Function<Attention> {
  static Tensor forward(AutogradContext* context, const Tensor& q, const Tensor& k, const Tensor& v, double scale) {
    Tensor weights;
    auto out = forward_of(q, k, v, scale, &weights);
    context->save_for_backward({q, k, v, weights});
    context->saved_data["scale"] = scale;
    return out;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto &q = saved[0], &k = saved[1], &v = saved[2];
    const auto scale = context->saved_data["scale"].toDouble();
    variable_list result;
    if (at::GradMode::is_enabled()) {  // create_graph: libtorch's operators, which have derivatives of their own
      const auto &g = gradients[0];
      const auto p = at::softmax((q * scale).matmul(k.transpose(-2, -1)), -1);
      const auto dp = g.matmul(v.transpose(-2, -1));
      const auto ds = p * (dp - (dp * p).sum(-1, true)) * scale;
      result = {ds.matmul(k), ds.transpose(-2, -1).matmul(q), p.transpose(-2, -1).matmul(g)};
    } else {
      const auto g = rows_lie_together(gradients[0]) ? gradients[0] : gradients[0].contiguous();
      result = backward_of(q, k, v, saved[3], scale, g);
    }
    result.resize(4);  // nothing for the scale
    return result;
  }
};

bool plain(const Tensor& t) {
  return t.defined() && t.device().is_cpu() && t.layout() == at::kStrided && t.scalar_type() == at::kFloat && t.dim() == 4 &&
         t.numel() > 0 && !t.is_neg() && rows_lie_together(t) && t.size(2) <= kLongest && t.size(3) <= kWidest;
}

bool fits(const Tensor& q, const Tensor& k, const Tensor& v) {
  return plain(q) && plain(k) && plain(v) && q.size(0) == k.size(0) && k.size(0) == v.size(0) && q.size(1) == k.size(1) &&
         k.size(1) == v.size(1) && k.size(2) == v.size(2) && q.size(3) == k.size(3) &&
         c10::impl::tls_is_dispatch_key_excluded(c10::DispatchKey::AutocastCPU);
}

}  // namespace

// softmax(q k^T scale) v for q [N, H, L, D], k [N, H, S, D], v [N, H, S, E]. A null result with an empty *taken means that
// these tensors are left to libtorch's operators.
NK_API void* nk_attention(void* query, void* key, void* value, double scale, int32_t* taken) {
  return nk::guarded<void*>(nullptr, [&]() -> void* {
    const auto q = nk::borrow(query), k = nk::borrow(key), v = nk::borrow(value);
    *taken = fits(q, k, v);
    if (*taken == 0) return nullptr;
    const bool derives = at::GradMode::is_enabled() && (q.requires_grad() || k.requires_grad() || v.requires_grad());
    return nk::release(derives ? Attention::apply(q, k, v, scale) : forward_of(q, k, v, scale, nullptr));
  });
}
