// What libtorch takes without a look and then crashes on: refused before the call. Found by fuzzing
// (tests/NotebookKit.Torch.Tests/Fuzz); each rule is one that libtorch's own documentation states.
#pragma once

#include "door.h"

#include <ATen/core/function_schema.h>
#include <ATen/core/stack.h>

namespace nk {

// What one argument of an operator must be, read from its schema once.
struct Expected {
  bool is_double;      // an integer given here becomes a double: libtorch's unboxing does not convert
  int32_t values;      // an enumeration has so many values; 0: no enumeration
  int32_t length;      // a list of fixed length (int[2]); 0: any
  bool may_be_empty;   // although of fixed length: its default is the empty list
};

Expected expected(const c10::Argument& argument);

// One number for a list of fixed length becomes as many, as in Python. Throws std::invalid_argument where the value does
// not fit.
void fit(const c10::Argument& argument, const Expected& expected, c10::IValue& value);

// Checks the arguments of one operator; null where libtorch's own checks do.
using Guard = void (*)(const torch::jit::Stack& arguments);
Guard guard_of(const std::string& name, const std::string& overload);

// Some factories and views of libtorch take negative sizes and give tensors that have them: refused.
void require_sizes(const at::Tensor& result);

}  // namespace nk
