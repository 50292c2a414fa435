// Preconditions of operators (see guards.h).
#include "guards.h"

#include <ATen/core/jit_type.h>
#include <c10/core/Layout.h>
#include <c10/core/MemoryFormat.h>
#include <c10/core/ScalarType.h>

#include <cstring>
#include <stdexcept>

namespace nk {

namespace {

c10::TypePtr bare(c10::TypePtr type) {
  while (type->kind() == c10::TypeKind::OptionalType || type->kind() == c10::TypeKind::ListType) type = type->containedType(0);
  return type;
}

int32_t values_of(const c10::TypePtr& type) {
  switch (type->kind()) {
    case c10::TypeKind::ScalarTypeType: return static_cast<int32_t>(c10::ScalarType::NumOptions);
    case c10::TypeKind::LayoutType: return static_cast<int32_t>(c10::Layout::NumOptions);
    case c10::TypeKind::MemoryFormatType: return static_cast<int32_t>(c10::MemoryFormat::NumOptions);
    default: return 0;
  }
}

[[noreturn]] void refuse(const std::string& what) { throw std::invalid_argument(what); }

void batch_norm_has_channels(const torch::jit::Stack& arguments) {
  const auto& input = arguments[0].toTensor();
  if (input.dim() < 2 || input.size(1) == 0) refuse("the input must be [N, C, ...] with C of 1 or more");
}

void has_an_element(const torch::jit::Stack& arguments) {
  if (arguments[0].toTensor().numel() == 0) refuse("the tensor has no element");
}

void factor_has_a_square(const torch::jit::Stack& arguments) {
  const auto factor = arguments[1].toInt();
  if (factor < 1 || factor > INT16_MAX) refuse("the factor must be from 1 to 32767, but is " + std::to_string(factor));
}

// The weights of a recurrent network: w_ih, w_hh, with biases also b_ih, b_hh, with projections one more; for each layer
// and direction. first: where the list of them stands.
void require_weights(const torch::jit::Stack& arguments, size_t first) {
  const auto given = static_cast<int64_t>(arguments[first].toTensorList().size());
  const bool biases = arguments[first + 1].toBool();
  const auto layers = arguments[first + 2].toInt();
  const bool both_ways = arguments[first + 5].toBool();
  const auto cells = layers * (both_ways ? 2 : 1);
  const int64_t each = biases ? 4 : 2;
  if (layers < 1 || (given != cells * each && given != cells * (each + 1)))
    refuse(std::to_string(layers) + " layers need " + std::to_string(each) + " weights each" +
           (both_ways ? " in both directions" : "") + ", but there are " + std::to_string(given));
}

void has_weights(const torch::jit::Stack& arguments) { require_weights(arguments, 2); }
void packed_has_weights(const torch::jit::Stack& arguments) { require_weights(arguments, 3); }

struct Named {
  const char* name;
  const char* overload;
  Guard guard;
};

constexpr Named kGuards[] = {
    {"aten::_local_scalar_dense", "", has_an_element},
    {"aten::native_batch_norm", "", batch_norm_has_channels},
    {"aten::pixel_shuffle", "", factor_has_a_square},
    {"aten::pixel_unshuffle", "", factor_has_a_square},
    {"aten::lstm", "input", has_weights},      {"aten::lstm", "data", packed_has_weights},
    {"aten::gru", "input", has_weights},       {"aten::gru", "data", packed_has_weights},
    {"aten::rnn_tanh", "input", has_weights},  {"aten::rnn_tanh", "data", packed_has_weights},
    {"aten::rnn_relu", "input", has_weights},  {"aten::rnn_relu", "data", packed_has_weights},
};

}  // namespace

Expected expected(const c10::Argument& argument) {
  const auto type = bare(argument.real_type());
  const auto& preset = argument.default_value();
  return {
      type->kind() == c10::TypeKind::FloatType,
      values_of(type),
      argument.N().value_or(0),
      preset && (preset->isNone() || (preset->isIntList() && preset->toIntVector().empty())),
  };
}

void fit(const c10::Argument& argument, const Expected& expected, c10::IValue& value) {
  if (expected.values > 0 && value.isInt() && (value.toInt() < 0 || value.toInt() >= expected.values))
    refuse("'" + argument.name() + "' must be a " + bare(argument.real_type())->str() + " from 0 to " +
           std::to_string(expected.values - 1) + ", but is " + std::to_string(value.toInt()));
  if (expected.length < 2 || !value.isIntList()) return;
  const auto items = value.toIntVector();
  const auto count = static_cast<int32_t>(items.size());
  if (count == 1)
    value = std::vector<int64_t>(expected.length, items[0]);
  else if (count < expected.length && !(count == 0 && expected.may_be_empty))
    refuse("'" + argument.name() + "' must have " + std::to_string(expected.length) + " numbers, but has " +
           std::to_string(count));
}

Guard guard_of(const std::string& name, const std::string& overload) {
  for (const auto& entry : kGuards)
    if (name == entry.name && overload == entry.overload) return entry.guard;
  return nullptr;
}

void require_sizes(const at::Tensor& result) {
  if (!result.defined() || result.is_nested()) return;
  for (const auto size : result.sizes())
    if (size < 0) refuse("a size of the result would be " + std::to_string(size) + "; sizes are 0 or more");
}

}  // namespace nk
