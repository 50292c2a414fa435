// Operators that small tensors take past the dispatcher (pointwise.cpp).
#pragma once

#include "door.h"

namespace nk {

enum class Pointwise : int32_t { kNone, kAdd, kSub, kMul, kDiv };

// Which of them an operator is, kNone for all others.
Pointwise pointwise_of(const char* name, const char* overload);

// Computes it where both tensors are small, dense, float32, of one shape and outside autograd; else returns false.
bool small_pointwise(Pointwise kind, const Val* args, int32_t nargs, Val* result);

}  // namespace nk
