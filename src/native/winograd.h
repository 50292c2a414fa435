// Winograd's minimal filtering F(4x4, 3x3) on float32 pictures with the channels last in memory: 36 products for each
// 4x4 pixels of the result where the definition of a convolution takes 144. Lavin and Gray 2016, "Fast Algorithms for
// Convolutional Neural Networks", section 4.1: with a picture's window d of 6x6 pixels and a 3x3 filter g,
//   Y = A' [sum over channels (G g G') . (B' d B)] A
// and the sum over channels is, for each of the 36 places, a matrix product over many windows (section 4.3).
// Winograd's polynomials are taken at 0, 2/3, -2/3, 3/2, -3/2 and infinity, not at 0, 1, -1, 2, -2 as there: the values
// that are added up then are of like size, which leaves a third of the error (winograd_conv.cpp has the figures).
// Everything here is inlined into functions for AVX-512.
#pragma once

#include "lanes.h"

#include <algorithm>
#include <cstdint>

namespace nk::winograd {

constexpr int kSide = 4;                 // pixels of the result along a tile's side
constexpr int kWindow = 6;               // pixels of the picture along it, two of them shared with the next tile
constexpr int kPlaces = kWindow * kWindow;
constexpr int kRows = 12;                // windows that one matrix product takes at least: tiles come in such numbers

// The points a and b = 1 / a, and their powers.
constexpr float a = 2.f / 3, a2 = 4.f / 9, a3 = 8.f / 27, b = 3.f / 2, b2 = 9.f / 4, b3 = 27.f / 8;

// B': row for a point p is the polynomial that is zero at all others.
struct OfPicture {
  static constexpr int count = kWindow, before = 1;  // pixels read, and how many of them lie before the tile
  NK_INLINE static void apply(const Floats* d, Floats* r) {
    const Floats even_a = d[4] - b2 * d[2], odd_a = a * d[3] - b * d[1];
    const Floats even_b = d[4] - a2 * d[2], odd_b = b * d[3] - a * d[1];
    r[0] = d[0] - (a2 + b2) * d[2] + d[4];
    r[1] = even_a + odd_a;
    r[2] = even_a - odd_a;
    r[3] = even_b + odd_b;
    r[4] = even_b - odd_b;
    r[5] = d[1] - (a2 + b2) * d[3] + d[5];
  }
};

// A: the gradient's values as a polynomial's coefficients, at the points.
struct OfGradient {
  static constexpr int count = kSide, before = 0;
  NK_INLINE static void apply(const Floats* y, Floats* r) {
    const Floats even_a = y[0] + a2 * y[2], odd_a = a * y[1] + a3 * y[3];
    const Floats even_b = y[0] + b2 * y[2], odd_b = b * y[1] + b3 * y[3];
    r[0] = y[0];
    r[1] = even_a + odd_a;
    r[2] = even_a - odd_a;
    r[3] = even_b + odd_b;
    r[4] = even_b - odd_b;
    r[5] = y[3];
  }
};

// A', from the 6 places back to 4 pixels.
NK_INLINE void to_pixels(const Floats* q, Floats* y) {
  const Floats even_a = q[1] + q[2], odd_a = q[1] - q[2], even_b = q[3] + q[4], odd_b = q[3] - q[4];
  y[0] = q[0] + even_a + even_b;
  y[1] = a * odd_a + b * odd_b;
  y[2] = a2 * even_a + b2 * even_b;
  y[3] = a3 * odd_a + b3 * odd_b + q[5];
}

// G, from a filter's 3 weights to 6 places, and its transpose.
constexpr float scale_a = 1 / (2 * a2 * (a2 - b2)), scale_b = 1 / (2 * b2 * (b2 - a2));
NK_INLINE void of_filter(const Floats* g, Floats* r) {
  const Floats even_a = g[0] + a2 * g[2], odd_a = a * g[1], even_b = g[0] + b2 * g[2], odd_b = b * g[1];
  r[0] = g[0];
  r[1] = scale_a * (even_a + odd_a);
  r[2] = scale_a * (even_a - odd_a);
  r[3] = scale_b * (even_b + odd_b);
  r[4] = scale_b * (even_b - odd_b);
  r[5] = g[2];
}
NK_INLINE void to_filter(const Floats* r, Floats* g) {
  const Floats even_a = scale_a * (r[1] + r[2]), odd_a = scale_a * (r[1] - r[2]);
  const Floats even_b = scale_b * (r[3] + r[4]), odd_b = scale_b * (r[3] - r[4]);
  g[0] = r[0] + even_a + even_b;
  g[1] = a * odd_a + b * odd_b;
  g[2] = a2 * even_a + b2 * even_b + r[5];
}

// A row of tiles to the 36 places: out[place * pitch + tile * channels + channel]. rows: the rows of pixels it reads.
template <typename Transform>
NK_INLINE void spread(const float* const* rows, int64_t width, int64_t channels, int64_t tiles, float* line, float* out,
                      int64_t pitch) {
  constexpr int count = Transform::count;
  const int64_t columns = tiles * kSide + count - kSide;
  for (int64_t c = 0; c < channels; c += kLanes) {
    for (int64_t x = 0; x < columns; ++x) {                                // down each column: [column, 6]
      const int64_t pixel = x - Transform::before;
      Floats d[count]{}, r[kWindow];
      if (pixel >= 0 && pixel < width)
        for (int i = 0; i < count; ++i) d[i] = load(rows[i] + pixel * channels + c);
      Transform::apply(d, r);
      for (int i = 0; i < kWindow; ++i) store(r[i], line + (x * kWindow + i) * kLanes);
    }
    for (int64_t t = 0; t < tiles; ++t) {                                  // then along each row
      const float* from = line + t * kSide * kWindow * kLanes;
      float* to = out + t * channels + c;
      for (int i = 0; i < kWindow; ++i) {
        Floats d[count], r[kWindow];
        for (int j = 0; j < count; ++j) d[j] = load(from + (j * kWindow + i) * kLanes);
        Transform::apply(d, r);
        for (int j = 0; j < kWindow; ++j) store(r[j], to + (i * kWindow + j) * pitch);
      }
    }
  }
}

// Back from the 36 places to a row of tiles: rows of width pixels, the last tile's cut off there.
NK_INLINE void gather(const float* in, int64_t pitch, int64_t width, int64_t channels, int64_t tiles,
                      float* const* rows) {
  for (int64_t c = 0; c < channels; c += kLanes)
    for (int64_t t = 0; t < tiles; ++t) {
      const float* from = in + t * channels + c;
      Floats half[kWindow][kSide];
      for (int i = 0; i < kWindow; ++i) {
        Floats q[kWindow];
        for (int j = 0; j < kWindow; ++j) q[j] = load(from + (i * kWindow + j) * pitch);
        to_pixels(q, half[i]);
      }
      const int64_t left = width - t * kSide;
      for (int j = 0; j < kSide; ++j) {
        Floats q[kWindow], y[kSide];
        for (int i = 0; i < kWindow; ++i) q[i] = half[i][j];
        to_pixels(q, y);
        if (j < left)
          for (int i = 0; i < kSide; ++i) store(y[i], rows[i] + (t * kSide + j) * channels + c);
      }
    }
}

// R rows by 16 V columns of out = left [., inner] x right [inner, width], all in registers.
template <int R, int V>
NK_INLINE void product(const float* left, const float* right, float* out, int64_t inner, int64_t width) {
  Floats sum[R][V]{};
  for (int64_t k = 0; k < inner; ++k) {
    Floats row[V];
    for (int v = 0; v < V; ++v) row[v] = load(right + k * width + v * kLanes);
    for (int r = 0; r < R; ++r)
      for (int v = 0; v < V; ++v) sum[r][v] += left[r * inner + k] * row[v];
  }
  for (int r = 0; r < R; ++r)
    for (int v = 0; v < V; ++v) store(sum[r][v], out + r * width + v * kLanes);
}

// R rows by 16 V columns of out += left' [., count] x right [count, width].
template <int R, int V>
NK_INLINE void add_product(const float* left, int64_t height, const float* right, int64_t width, int64_t count,
                           float* out) {
  Floats sum[R][V];
  for (int r = 0; r < R; ++r)
    for (int v = 0; v < V; ++v) sum[r][v] = load(out + r * width + v * kLanes);
  for (int64_t k = 0; k < count; ++k) {
    Floats row[V];
    for (int v = 0; v < V; ++v) row[v] = load(right + k * width + v * kLanes);
    for (int r = 0; r < R; ++r)
      for (int v = 0; v < V; ++v) sum[r][v] += left[k * height + r] * row[v];
  }
  for (int r = 0; r < R; ++r)
    for (int v = 0; v < V; ++v) store(sum[r][v], out + r * width + v * kLanes);
}

// out [count, width] = left [count, inner] x right [inner, width]; count is a multiple of kRows.
template <int R, int V>
NK_INLINE void products(const float* left, const float* right, float* out, int64_t count, int64_t inner,
                        int64_t width) {
  for (int64_t v = 0; v < width; v += V * kLanes)
    for (int64_t r = 0; r < count; r += R)
      product<R, V>(left + r * inner, right + v, out + r * width + v, inner, width);
}
NK_INLINE void multiply(const float* left, const float* right, float* out, int64_t count, int64_t inner,
                        int64_t width) {
  if (width % (4 * kLanes) == 0) products<6, 4>(left, right, out, count, inner, width);
  else if (width % (2 * kLanes) == 0) products<12, 2>(left, right, out, count, inner, width);
  else products<12, 1>(left, right, out, count, inner, width);
}

// out [height, width] += left' x right over count rows of both.
template <int R, int V>
NK_INLINE void sums(const float* left, int64_t height, const float* right, int64_t width, int64_t count, float* out) {
  for (int64_t v = 0; v < width; v += V * kLanes)
    for (int64_t r = 0; r < height; r += R)
      add_product<R, V>(left + r, height, right + v, width, count, out + r * width + v);
}
NK_INLINE void accumulate(const float* left, int64_t height, const float* right, int64_t width, int64_t count,
                          float* out) {
  if (width % (4 * kLanes) == 0) sums<4, 4>(left, height, right, width, count, out);
  else if (width % (2 * kLanes) == 0) sums<8, 2>(left, height, right, width, count, out);
  else sums<16, 1>(left, height, right, width, count, out);
}

}  // namespace nk::winograd
