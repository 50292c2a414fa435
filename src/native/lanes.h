// kLanes float32 numbers in the compiler's own vectors: one register with AVX-512, two with AVX2, four with SSE.
#pragma once

#include "clones.h"

#include <cstring>

namespace nk {

constexpr int kLanes = 16;
using Floats = float __attribute__((vector_size(4 * kLanes)));

NK_INLINE Floats load(const float* from) {
  Floats values;
  std::memcpy(&values, from, sizeof values);
  return values;
}
NK_INLINE void store(Floats values, float* to) { std::memcpy(to, &values, sizeof values); }

}  // namespace nk
