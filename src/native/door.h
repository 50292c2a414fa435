// What every file of the door shares: the value that crosses the boundary, handles, and the error guard.
//
// Rules: plain C functions, fixed-size integers, no C++ exception crosses. A tensor handle is a bare TensorImpl* that
// owns one reference; an undefined tensor is a null handle. Compiles against libtorch 1.13 up to 2.11.
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/core/Generator.h>
#include <ATen/core/ivalue.h>
#include <c10/core/TensorOptions.h>
#include <c10/util/Exception.h>
#include <torch/version.h>

#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

#define NK_API extern "C" __attribute__((visibility("default")))

namespace nk {

// libtorch's own optional: c10::optional up to 2.0, std::optional since; taken from a function that returns one.
template <typename T> struct Family;
template <template <typename...> class O, typename T> struct Family<O<T>> {
  template <typename U> using of = O<U>;
};
template <typename T>
using optional = Family<std::decay_t<decltype(std::declval<c10::TensorOptions>().dtype_opt())>>::template of<T>;

// One argument or result. Mirrored by NkVal.cs.
enum Tag : int32_t {
  kDefault = 0,      // take the schema's default
  kNone = 1,
  kTensor = 2,       // p: handle, null = undefined
  kInt = 3,          // i
  kDouble = 4,       // d
  kBool = 5,         // i
  kIntList = 6,      // p: int64[n]
  kDoubleList = 7,   // p: double[n]
  kBoolList = 8,     // p: uint8[n]
  kTensorList = 9,   // p: handle[n]; as a result malloc'ed, freed with nk_free
  kOptionalTensorList = 10,  // p: handle[n], null = None
  kString = 11,      // p: n bytes of UTF-8
  kDevice = 12,      // n: type, i: index (-1 = current)
  kGenerator = 13,   // p: generator handle
  kComplex = 14,     // p: double[2]; as a result malloc'ed, freed with nk_free
};

struct Val {
  int32_t tag;
  int32_t n;
  union {
    int64_t i;
    double d;
    void* p;
  };
};
static_assert(sizeof(Val) == 16, "NkVal.cs mirrors this layout");

// Tensor handles.
inline at::Tensor borrow(void* handle) {
  if (handle == nullptr) return at::Tensor();
  auto* impl = static_cast<c10::TensorImpl*>(handle);
  return at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim_copy(impl));
}

inline void* release(at::Tensor&& tensor) {
  return tensor.defined() ? std::move(tensor).unsafeReleaseTensorImpl() : nullptr;
}

inline at::Generator borrow_generator(void* handle) {
  return at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::reclaim_copy(static_cast<c10::GeneratorImpl*>(handle)));
}

// Errors: the text is kept per thread and read at once by the caller.
enum Kind : int32_t { kError = 0, kIndex = 1, kValue = 2, kNotImplemented = 3, kOutOfMemory = 4 };
void set_error(Kind kind, std::string text);
void set_error_from_current_exception() noexcept;

// Runs body; on any exception keeps its text and returns failed.
template <typename R, typename F>
R guarded(R failed, F&& body) noexcept {
  try {
    return body();
  } catch (...) {
    set_error_from_current_exception();
    return failed;
  }
}

}  // namespace nk
