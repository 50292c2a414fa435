// A 3x3 convolution of stride 1 with a border of zeros, float32, channels last, by Winograd's minimal filtering
// (winograd.h): forward, the gradient of the pictures, which is the same with the filters turned, and the gradient of
// the filters, the transposed algorithm: with the windows d as there and the result's gradient y,
//   dg = G' [sum over tiles (A y A') . (B' d B)] G
// Tiles are worked on in fixed blocks that stay in a core's cache (section 4.3), and the sums over tiles are taken in
// fixed pieces: the number of threads does not change them.
//
// Root of the mean square error against float64, as a part of the values, for ResNet-20's three shapes at batch 128,
// libtorch's direct convolution / this: forward 1.5e-7 to 2.8e-7 / 4.0e-7 to 7.0e-7, gradient of the pictures 2.1e-7 to
// 4.1e-7 / 4.8e-7 to 8.1e-7, gradient of the filters 5.6e-7 to 1.7e-6 / 7.4e-7 to 1.8e-6.
#include "clones.h"
#include "door.h"
#include "parallel.h"
#include "winograd.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include <vector>

namespace {

using at::Tensor;
using nk::Floats;
using nk::kLanes;
using nk::load;
using nk::store;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;
using namespace nk::winograd;

constexpr int64_t kBlock = 24;   // tiles that are worked on together, or one row of them
constexpr int64_t kPieces = 16;  // sums over tiles side by side, each of at least kPiece tiles
constexpr int64_t kPiece = 64;
constexpr int64_t kChannels = 256;  // beyond, and below kTiles, the filters' transform and memory outweigh the products
constexpr int64_t kTiles = 32;

// How pictures are cut into tiles, rows of tiles and blocks of such rows.
struct Tiling {
  explicit Tiling(const Tensor& pictures)
      : height(pictures.size(2)), width(pictures.size(3)), down((height + kSide - 1) / kSide),
        across((width + kSide - 1) / kSide), rows(pictures.size(0) * down), each(std::max<int64_t>(1, kBlock / across)),
        blocks((rows + each - 1) / each), room((each * across + kRows - 1) / kRows * kRows) {}

  int64_t rows_of(int64_t block) const { return std::min(each, rows - block * each); }

  // The rows of pixels at a row of tiles, from some pixels above it; those outside of the picture are `outside`.
  template <typename T>
  NK_INLINE void pixels(T* pictures, T* outside, int64_t channels, int64_t row, int above, int count,
                        T** result) const {
    const int64_t top = row % down * kSide - above;
    for (int i = 0; i < count; ++i) {
      const bool inside = top + i >= 0 && top + i < height;
      result[i] = inside ? pictures + (row / down * height + top + i) * width * channels : outside;
    }
  }

  int64_t height, width, down, across, rows, each, blocks, room;
};

// Memory of this thread, kept for the next call.
float* workspace(int64_t floats) {
  thread_local std::vector<Floats> memory;
  const auto size = static_cast<size_t>((floats + kLanes - 1) / kLanes);
  if (memory.size() < size) memory = std::vector<Floats>(size);
  return reinterpret_cast<float*>(memory.data());
}

// Distance of two places, not a power of two: else they would share few lines of the cache.
int64_t pitch_of(const Tiling& tiling, int64_t channels) { return tiling.room * channels + kLanes; }
int64_t line_of(const Tiling& tiling) { return (tiling.across * kSide + kWindow - kSide) * kWindow * kLanes; }

template <typename Transform>
NK_INLINE void spread_block(const Tiling& tiling, const float* pictures, const float* zeros, int64_t channels,
                            int64_t block, float* line, float* out) {
  for (int64_t k = 0; k < tiling.rows_of(block); ++k) {
    const float* rows[kWindow];
    tiling.pixels(pictures, zeros, channels, block * tiling.each + k, Transform::before, Transform::count, rows);
    spread<Transform>(rows, tiling.width, channels, tiling.across, line, out + k * tiling.across * channels,
                      pitch_of(tiling, channels));
  }
}

// A block of the convolution of pictures of `inner` channels with filters [36, inner, width].
NK_AVX512 void convolve_block(const Tiling& tiling, const float* pictures, const float* zeros, int64_t inner,
                              const float* filters, int64_t width, int64_t block, float* memory, float* result) {
  const int64_t pitch_in = pitch_of(tiling, inner), pitch_out = pitch_of(tiling, width);
  float *windows = memory, *products = windows + kPlaces * pitch_in, *line = products + kPlaces * pitch_out;
  spread_block<OfPicture>(tiling, pictures, zeros, inner, block, line, windows);
  for (int place = 0; place < kPlaces; ++place)
    multiply(windows + place * pitch_in, filters + place * inner * width, products + place * pitch_out, tiling.room,
             inner, width);
  for (int64_t k = 0; k < tiling.rows_of(block); ++k) {
    float* rows[kSide];
    tiling.pixels(result, line, width, block * tiling.each + k, 0, kSide, rows);  // line is no longer needed
    gather(products + k * tiling.across * width, pitch_out, tiling.width, width, tiling.across, rows);
  }
}

// Adds a block to sum [36, inner, width], the filters' gradient before its transform.
NK_AVX512 void correlate_block(const Tiling& tiling, const float* pictures, const float* gradients, const float* zeros,
                               int64_t inner, int64_t width, int64_t block, float* memory, float* sum) {
  const int64_t pitch_in = pitch_of(tiling, inner), pitch_out = pitch_of(tiling, width);
  float *windows = memory, *slopes = windows + kPlaces * pitch_in, *line = slopes + kPlaces * pitch_out;
  spread_block<OfPicture>(tiling, pictures, zeros, inner, block, line, windows);
  spread_block<OfGradient>(tiling, gradients, zeros, width, block, line, slopes);
  for (int place = 0; place < kPlaces; ++place)
    accumulate(windows + place * pitch_in, inner, slopes + place * pitch_out, width,
               tiling.rows_of(block) * tiling.across, sum + place * inner * width);
}

// G g G' of filters [3, 3, count] to [36, count]; turned: by half a turn.
NK_AVX512 void spread_filters(const float* filters, int64_t count, bool turned, float* out) {
  for (int64_t k = 0; k < count; k += kLanes) {
    Floats half[3][kWindow];
    for (int j = 0; j < 3; ++j) {
      Floats g[3];
      for (int i = 0; i < 3; ++i) g[i] = load(filters + (turned ? 8 - i * 3 - j : i * 3 + j) * count + k);
      of_filter(g, half[j]);
    }
    for (int i = 0; i < kWindow; ++i) {
      const Floats g[3] = {half[0][i], half[1][i], half[2][i]};
      Floats r[kWindow];
      of_filter(g, r);
      for (int j = 0; j < kWindow; ++j) store(r[j], out + (i * kWindow + j) * count + k);
    }
  }
}

// G' s G of s, the sum of pieces [pieces, 36, count], to [3, 3, count].
NK_AVX512 void gather_filters(const float* sums, int64_t pieces, int64_t count, int64_t from, int64_t to, float* out) {
  for (int64_t k = from * kLanes; k < to * kLanes; k += kLanes) {
    Floats half[kWindow][3];
    for (int i = 0; i < kWindow; ++i) {
      Floats r[kWindow]{};
      for (int64_t p = 0; p < pieces; ++p)
        for (int j = 0; j < kWindow; ++j) r[j] += load(sums + (p * kPlaces + i * kWindow + j) * count + k);
      to_filter(r, half[i]);
    }
    for (int j = 0; j < 3; ++j) {
      Floats r[kWindow], g[3];
      for (int i = 0; i < kWindow; ++i) r[i] = half[i][j];
      to_filter(r, g);
      for (int i = 0; i < 3; ++i) store(g[i], out + (i * 3 + j) * count + k);
    }
  }
}

Tensor pictures_like(const Tensor& pictures, int64_t channels) {
  return at::empty({pictures.size(0), channels, pictures.size(2), pictures.size(3)},
                   pictures.options().memory_format(at::MemoryFormat::ChannelsLast));
}

// The convolution of x [N, inner, H, W] with weight [width, inner, 3, 3]; transposed: x [N, width, H, W] with the same
// filters turned, the gradient of the picture.
Tensor convolve(const Tensor& x, const Tensor& weight, bool transposed) {
  const int64_t inner = x.size(1), width = weight.size(transposed ? 1 : 0);
  const auto filters = (transposed ? weight.permute({2, 3, 0, 1}) : weight.permute({2, 3, 1, 0})).contiguous();
  const auto places = at::empty({kPlaces, inner, width}, filters.options());
  spread_filters(filters.data_ptr<float>(), inner * width, transposed, places.data_ptr<float>());
  const Tiling tiling(x);
  const auto y = pictures_like(x, width);
  const std::vector<float> zeros(tiling.width * inner);
  const auto *from = x.data_ptr<float>(), *right = places.data_ptr<float>();
  auto* to = y.data_ptr<float>();
  at::parallel_for(0, tiling.blocks, 1, [&](int64_t first, int64_t last) {
    const auto room = std::max(line_of(tiling), tiling.width * width);
    auto* memory = workspace(kPlaces * (pitch_of(tiling, inner) + pitch_of(tiling, width)) + room);
    for (int64_t block = first; block < last; ++block)
      convolve_block(tiling, from, zeros.data(), inner, right, width, block, memory, to);
  });
  return y;
}

// The gradient of the filters, [width, inner, 3, 3], from x [N, inner, H, W] and gradient [N, width, H, W].
Tensor correlate(const Tensor& x, const Tensor& gradient) {
  const int64_t inner = x.size(1), width = gradient.size(1), count = inner * width;
  const Tiling tiling(x);
  const auto pieces = std::max<int64_t>(1, std::min(kPieces, tiling.rows * tiling.across / kPiece));
  const auto sums = at::empty({pieces, kPlaces, inner, width}, x.options());
  const auto result = at::empty({3, 3, inner, width}, x.options());
  const std::vector<float> zeros(tiling.width * std::max(inner, width));
  const auto *from = x.data_ptr<float>(), *slopes = gradient.data_ptr<float>();
  auto *to = sums.data_ptr<float>(), *joined = result.data_ptr<float>();
  at::parallel_for(0, pieces, 1, [&](int64_t first, int64_t last) {
    auto* memory =
        workspace(kPlaces * (pitch_of(tiling, inner) + pitch_of(tiling, width)) + line_of(tiling));
    for (int64_t piece = first; piece < last; ++piece) {
      auto* sum = to + piece * kPlaces * count;
      std::fill_n(sum, kPlaces * count, 0.f);
      for (int64_t block = tiling.blocks * piece / pieces; block < tiling.blocks * (piece + 1) / pieces; ++block)
        correlate_block(tiling, from, slopes, zeros.data(), inner, width, block, memory, sum);
    }
  });
  at::parallel_for(0, count / kLanes, 16, [&](int64_t first, int64_t last) {
    gather_filters(to, pieces, count, first, last, joined);
  });
  return result.permute({3, 2, 0, 1}).contiguous(at::MemoryFormat::ChannelsLast);
}

struct WinogradConv : torch::autograd::Function<WinogradConv> {
  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& weight) {
    context->save_for_backward({x, weight});
    return convolve(x, weight, false);
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto &x = saved[0], &weight = saved[1];
    if (at::GradMode::is_enabled()) {  // create_graph: libtorch's operator, which has derivatives of its own
      const auto parts =
          at::convolution_backward(gradients[0], x, weight, nk::optional<at::IntArrayRef>(), {1, 1}, {1, 1}, {1, 1},
                                   false, {0, 0}, 1, {true, true, false});
      return {std::get<0>(parts), std::get<1>(parts)};
    }
    const auto gradient = gradients[0].contiguous(at::MemoryFormat::ChannelsLast);
    return {x.requires_grad() ? convolve(gradient, weight, true) : Tensor(),
            weight.requires_grad() ? correlate(x, gradient) : Tensor()};
  }
};

bool plain(const Tensor& tensor) {
  return tensor.device().is_cpu() && tensor.layout() == at::kStrided && tensor.scalar_type() == at::kFloat &&
         tensor.dim() == 4;
}

// Whether the operator is made for these, and faster than libtorch's: few channels, many tiles, and at least half of
// the tiles' pixels inside of the pictures.
bool fits(const Tensor& x, const Tensor& weight) {
  if (!nk::has_avx512() || !plain(x) || !plain(weight) || x.numel() == 0) return false;
  const Tiling tiling(x);
  return x.is_contiguous(at::MemoryFormat::ChannelsLast) && weight.size(2) == 3 && weight.size(3) == 3 &&
         x.size(1) == weight.size(1) && x.size(1) % kLanes == 0 && weight.size(0) % kLanes == 0 &&
         std::max(x.size(1), weight.size(0)) <= kChannels && tiling.rows * tiling.across >= kTiles &&
         2 * tiling.height * tiling.width >= kSide * kSide * tiling.down * tiling.across;
}

}  // namespace

// conv2d(x, weight, padding = 1) for weight [K, C, 3, 3]. A null result with an empty *taken means that these tensors
// are left to libtorch's operator.
NK_API void* nk_winograd_conv(void* x, void* weight, int32_t* taken) {
  return nk::guarded<void*>(nullptr, [&]() -> void* {
    const auto input = nk::borrow(x), filters = nk::borrow(weight);
    const bool autocast = !c10::impl::tls_is_dispatch_key_excluded(c10::DispatchKey::AutocastCPU);
    *taken = !autocast && fits(input, filters);
    return *taken == 0 ? nullptr : nk::release(WinogradConv::apply(input, filters));
  });
}
