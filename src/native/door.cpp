// The door: calls any operator of libtorch by its schema name through the boxed dispatcher.
#include "door.h"
#include "guards.h"
#include "pointwise.h"

#include <ATen/core/dispatch/Dispatcher.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace nk {

namespace {

thread_local std::string error_text;
thread_local int32_t error_kind = kError;

struct Operator {
  c10::OperatorHandle handle;
  const c10::FunctionSchema* schema;
  std::vector<Expected> expected;  // per argument
  Pointwise pointwise;             // has a short way for small tensors
  Guard guard;                     // or null
};

c10::IValue to_ivalue(const Val& v, bool wants_double) {
  switch (v.tag) {
    case kNone: return c10::IValue();
    case kTensor: return c10::IValue(borrow(v.p));
    case kInt: return wants_double ? c10::IValue(static_cast<double>(v.i)) : c10::IValue(v.i);
    case kDouble: return c10::IValue(v.d);
    case kBool: return c10::IValue(v.i != 0);
    case kIntList: {
      const auto* items = static_cast<const int64_t*>(v.p);
      if (wants_double) return c10::IValue(std::vector<double>(items, items + v.n));
      return c10::IValue(at::IntArrayRef(items, v.n));
    }
    case kDoubleList: {
      const auto* items = static_cast<const double*>(v.p);
      return c10::IValue(std::vector<double>(items, items + v.n));
    }
    case kBoolList: {
      const auto* items = static_cast<const uint8_t*>(v.p);
      c10::List<bool> list;
      for (int32_t k = 0; k < v.n; ++k) list.push_back(items[k] != 0);
      return c10::IValue(std::move(list));
    }
    case kTensorList: {
      auto* items = static_cast<void**>(v.p);
      c10::List<at::Tensor> list;
      list.reserve(v.n);
      for (int32_t k = 0; k < v.n; ++k) list.push_back(borrow(items[k]));
      return c10::IValue(std::move(list));
    }
    case kOptionalTensorList: {
      auto* items = static_cast<void**>(v.p);
      c10::List<optional<at::Tensor>> list;
      list.reserve(v.n);
      for (int32_t k = 0; k < v.n; ++k)
        list.push_back(items[k] == nullptr ? optional<at::Tensor>() : optional<at::Tensor>(borrow(items[k])));
      return c10::IValue(std::move(list));
    }
    case kString: return c10::IValue(std::string(static_cast<const char*>(v.p), v.n));
    case kDevice:
      return c10::IValue(c10::Device(static_cast<c10::DeviceType>(v.n), static_cast<c10::DeviceIndex>(v.i)));
    case kGenerator: return c10::IValue(borrow_generator(v.p));
    case kComplex: {
      const auto* parts = static_cast<const double*>(v.p);
      return c10::IValue(c10::complex<double>(parts[0], parts[1]));
    }
    default: throw std::invalid_argument("value tag " + std::to_string(v.tag) + " is unknown to the door");
  }
}

void* copied(const void* data, size_t bytes) {
  void* memory = std::malloc(std::max<size_t>(bytes, 1));
  if (memory == nullptr) throw std::bad_alloc();
  if (bytes > 0) std::memcpy(memory, data, bytes);
  return memory;
}

Val from_ivalue(c10::IValue&& value) {
  Val v{};
  if (value.isTensor()) {
    require_sizes(value.toTensor());
    v.tag = kTensor;
    v.p = release(std::move(value).toTensor());
  } else if (value.isTensorList()) {
    auto tensors = value.toTensorVector();
    v.p = std::malloc(std::max<size_t>(tensors.size() * sizeof(void*), 1));
    if (v.p == nullptr) throw std::bad_alloc();
    for (size_t k = 0; k < tensors.size(); ++k) static_cast<void**>(v.p)[k] = release(std::move(tensors[k]));
    v.tag = kTensorList;
    v.n = static_cast<int32_t>(tensors.size());
  } else if (value.isInt()) {
    v.tag = kInt;
    v.i = value.toInt();
  } else if (value.isDouble()) {
    v.tag = kDouble;
    v.d = value.toDouble();
  } else if (value.isBool()) {
    v.tag = kBool;
    v.i = value.toBool() ? 1 : 0;
  } else if (value.isComplexDouble()) {
    const auto z = value.toComplexDouble();
    const double parts[2] = {z.real(), z.imag()};
    v.tag = kComplex;
    v.p = copied(parts, sizeof(parts));
  } else if (value.isIntList()) {
    const auto items = value.toIntVector();
    v.tag = kIntList;
    v.n = static_cast<int32_t>(items.size());
    v.p = copied(items.data(), items.size() * sizeof(int64_t));
  } else if (value.isNone()) {
    v.tag = kNone;
  } else {
    throw std::invalid_argument("a result of type " + value.tagKind() + " cannot cross the door");
  }
  return v;
}

}  // namespace

void set_error(Kind kind, std::string text) {
  error_kind = kind;
  error_text = std::move(text);
}

void set_error_from_current_exception() noexcept {
  try {
    throw;
  } catch (const c10::IndexError& e) {
    set_error(kIndex, e.what_without_backtrace());
  } catch (const c10::ValueError& e) {
    set_error(kValue, e.what_without_backtrace());
  } catch (const c10::NotImplementedError& e) {
    set_error(kNotImplemented, e.what_without_backtrace());
  } catch (const c10::OutOfMemoryError& e) {
    set_error(kOutOfMemory, e.what_without_backtrace());
  } catch (const c10::Error& e) {
    set_error(kError, e.what_without_backtrace());
  } catch (const std::bad_alloc& e) {
    set_error(kOutOfMemory, e.what());
  } catch (const std::exception& e) {
    set_error(kError, e.what());
  } catch (...) {
    set_error(kError, "an exception of unknown type");
  }
}

}  // namespace nk

NK_API const char* nk_error_text() { return nk::error_text.c_str(); }
NK_API int32_t nk_error_kind() { return nk::error_kind; }
NK_API void nk_free(void* memory) { std::free(memory); }

// The operator name.overload, or null where this libtorch has none. Never freed: operators live as long as the process.
NK_API void* nk_find(const char* name, const char* overload) {
  return nk::guarded<void*>(nullptr, [&]() -> void* {
    auto found = c10::Dispatcher::singleton().findSchema({name, overload});
    if (!found.has_value()) {
      nk::set_error(nk::kNotImplemented, "this libtorch has no such operator");
      return nullptr;
    }
    auto* op = new nk::Operator{
        *found, &found->schema(), {}, nk::pointwise_of(name, overload), nk::guard_of(name, overload)};
    for (const auto& argument : op->schema->arguments()) op->expected.push_back(nk::expected(argument));
    return op;
  });
}

// Calls op. Missing trailing arguments and those tagged kDefault take the schema's default. Returns the count of
// results written to rets, 0 with capacity 0 (results dropped: in-place and out forms), -1 on error.
NK_API int32_t nk_call(void* op, const nk::Val* args, int32_t nargs, nk::Val* rets, int32_t capacity) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    const auto& o = *static_cast<nk::Operator*>(op);
    if (o.pointwise != nk::Pointwise::kNone && capacity == 1 && nk::small_pointwise(o.pointwise, args, nargs, rets)) return 1;
    const auto& parameters = o.schema->arguments();
    const auto count = static_cast<int32_t>(parameters.size());
    if (nargs > count)
      throw std::invalid_argument("takes " + std::to_string(count) + " arguments, not " + std::to_string(nargs));
    torch::jit::Stack stack;
    stack.reserve(std::max<size_t>(parameters.size(), o.schema->returns().size()));
    for (int32_t k = 0; k < count; ++k) {
      if (k < nargs && args[k].tag != nk::kDefault) {
        stack.push_back(nk::to_ivalue(args[k], o.expected[k].is_double));
        nk::fit(parameters[k], o.expected[k], stack.back());
      } else if (const auto& preset = parameters[k].default_value()) {
        stack.push_back(*preset);
      } else {
        throw std::invalid_argument("missing argument '" + parameters[k].name() + "'");
      }
    }
    if (o.guard != nullptr) o.guard(stack);
    o.handle.callBoxed(&stack);
    if (capacity == 0) return 0;
    const auto results = static_cast<int32_t>(stack.size());
    if (results > capacity)
      throw std::length_error("gave " + std::to_string(results) + " results where " + std::to_string(capacity) +
                              " were expected");
    for (int32_t k = 0; k < results; ++k) rets[k] = nk::from_ivalue(std::move(stack[k]));
    return results;
  });
}

// One schema per line, sorted, of all operators whose name starts with prefix. Freed with nk_free.
NK_API char* nk_schemas(const char* prefix) {
  return nk::guarded<char*>(nullptr, [&]() -> char* {
    auto& dispatcher = c10::Dispatcher::singleton();
    std::vector<std::string> lines;
    for (const auto& name : dispatcher.getAllOpNames()) {
      if (name.name.rfind(prefix, 0) != 0) continue;
      auto op = dispatcher.findOp(name);
      if (!op.has_value() || !op->hasSchema()) continue;
      std::ostringstream line;
      line << op->schema();
      lines.push_back(line.str());
    }
    std::sort(lines.begin(), lines.end());
    std::string text;
    for (const auto& line : lines) text += line + "\n";
    return static_cast<char*>(nk::copied(text.c_str(), text.size() + 1));
  });
}
