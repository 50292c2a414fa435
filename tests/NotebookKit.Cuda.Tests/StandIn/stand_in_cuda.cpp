// A CUDA device without a GPU, for tests: its tensors lie in ordinary memory, and each operator runs the CPU's kernel on
// them. What a program has to get right for a GPU is as on one: operands of an operator lie on one device (but numbers of
// no dimension), a generator belongs to the device that it draws on, values are read on the CPU alone. Speed, rounding,
// asynchrony and what only CUDA's own kernels do are not. Loaded before libtorch is first asked for a GPU.
#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/LegacyTypeDispatch.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <torch/library.h>

#include <mutex>
#include <string>
#include <unordered_set>
#include <vector>

namespace {

using at::Tensor;
using c10::DeviceType;
using c10::IValue;
using torch::jit::Stack;

const c10::Device kCuda(DeviceType::CUDA, 0);

// One device, one stream, nothing to wait for.
struct Guard final : c10::impl::DeviceGuardImplInterface {
  DeviceType type() const override { return DeviceType::CUDA; }
  c10::Device exchangeDevice(c10::Device) const override { return kCuda; }
  c10::Device getDevice() const override { return kCuda; }
  void setDevice(c10::Device) const override {}
  void uncheckedSetDevice(c10::Device) const noexcept override {}
  c10::Stream getStream(c10::Device device) const noexcept override { return c10::Stream(c10::Stream::DEFAULT, device); }
  c10::Stream getDefaultStream(c10::Device device) const override { return c10::Stream(c10::Stream::DEFAULT, device); }
  c10::Stream exchangeStream(c10::Stream stream) const noexcept override { return stream; }
  c10::DeviceIndex deviceCount() const noexcept override { return 1; }
  void record(void**, const c10::Stream&, const c10::DeviceIndex, const c10::EventFlag) const override {}
  void block(void*, const c10::Stream&) const override {}
  bool queryEvent(void*) const override { return true; }
  void destroyEvent(void*, const c10::DeviceIndex) const noexcept override {}
};
C10_REGISTER_GUARD_IMPL(CUDA, Guard);

// Draws by a generator of the CPU: the same seed gives the CPU's numbers, so that results can be compared.
struct Generator final : c10::GeneratorImpl {
  explicit Generator(at::Generator drawer)
      : GeneratorImpl(kCuda, c10::DispatchKeySet(c10::DispatchKey::CUDA)), drawer(std::move(drawer)) {}
  void set_current_seed(uint64_t seed) override { drawer.set_current_seed(seed); }
  uint64_t current_seed() const override { return drawer.current_seed(); }
  uint64_t seed() override { return drawer.seed(); }
  void set_state(const c10::TensorImpl& state) override { impl()->set_state(state); }
  c10::intrusive_ptr<c10::TensorImpl> get_state() const override { return impl()->get_state(); }
  Generator* clone_impl() const override { return new Generator(drawer.clone()); }
  c10::GeneratorImpl* impl() const { return drawer.unsafeGetGeneratorImpl(); }
  at::Generator drawer;
};

struct Hooks final : at::CUDAHooksInterface {
  explicit Hooks(at::CUDAHooksArgs) {}
  void initCUDA() const override {}
  bool hasCUDA() const override { return true; }
  bool hasCUDART() const override { return true; }
  bool hasPrimaryContext(int64_t) const override { return true; }
  int64_t current_device() const override { return 0; }
  int getNumGPUs() const override { return 1; }
  void deviceSynchronize(int64_t) const override {}
  std::string showConfig() const override { return "stand-in for CUDA, on the CPU\n"; }
  // The default generator of the CPU itself: draws come in the same order as in a run on the CPU.
  const at::Generator& getDefaultCUDAGenerator(c10::DeviceIndex) const override {
    static const auto generator = at::make_generator<Generator>(at::detail::getDefaultCPUGenerator());
    return generator;
  }
};
using at::CUDAHooksRegistry;
using at::RegistererCUDAHooksRegistry;
C10_REGISTER_TYPED_CLASS(CUDAHooksRegistry, "CUDAHooks", Hooks);

// The same elements as a tensor of another device.
Tensor seen_from(const Tensor& tensor, c10::Device device) {
  if (!tensor.defined()) return tensor;
  auto* kept = new c10::Storage(tensor.storage());
  c10::DataPtr data(const_cast<void*>(static_cast<const void*>(tensor.storage().data())), kept,
                    [](void* storage) { delete static_cast<c10::Storage*>(storage); }, device);
  auto storage = c10::make_intrusive<c10::StorageImpl>(c10::StorageImpl::use_byte_size_t(), tensor.storage().nbytes(),
                                                       std::move(data), c10::GetAllocator(DeviceType::CPU), true);
  const auto key = device.is_cpu() ? c10::DispatchKey::CPU : c10::DispatchKey::CUDA;
  auto seen = at::detail::make_tensor<c10::TensorImpl>(c10::Storage(std::move(storage)), c10::DispatchKeySet(key), tensor.dtype());
  auto *to = seen.unsafeGetTensorImpl(), *from = tensor.unsafeGetTensorImpl();
  to->set_storage_offset(tensor.storage_offset());
  to->set_sizes_and_strides(tensor.sizes(), tensor.strides());
  if (from->is_wrapped_number()) to->set_wrapped_number(true);
  to->_set_neg(tensor.is_neg());
  to->_set_conj(tensor.is_conj());
  return seen;
}

// An operator's arguments on the CPU, and the way back.
class Call {
 public:
  explicit Call(const c10::OperatorHandle& op) : name_(op.schema().name()), mixes_(mixing().count(name_) != 0) {}

  IValue to_cpu(const IValue& value) {
    if (value.isTensor()) return value.toTensor().defined() ? IValue(to_cpu(value.toTensor())) : value;
    if (value.isTensorList()) {
      c10::List<Tensor> list;
      for (const Tensor& tensor : value.toTensorVector()) list.push_back(to_cpu(tensor));
      return list;
    }
    if (value.isOptionalTensorList()) {
      c10::List<c10::optional<Tensor>> list;
      for (const c10::optional<Tensor>& tensor : value.toOptionalTensorVector())
        list.push_back(tensor.has_value() && tensor->defined() ? c10::optional<Tensor>(to_cpu(*tensor)) : tensor);
      return list;
    }
    if (value.isDevice()) {
      on_cuda_ |= value.toDevice().is_cuda();
      return c10::Device(DeviceType::CPU);
    }
    if (value.isGenerator() && value.toGenerator().defined()) {
      auto* generator = dynamic_cast<Generator*>(value.toGenerator().unsafeGetGeneratorImpl());
      TORCH_CHECK(generator != nullptr, "Expected a 'cuda' device type for generator but found 'cpu' (", name_, ")");
      return generator->drawer;
    }
    return value;
  }

  // What the operands say once all are seen.
  void check() const {
    TORCH_CHECK(!on_cpu_ || mixes_, "Expected all tensors to be on the same device, but found at least two devices, cuda:0 and cpu! (",
                name_, ")");
  }

  IValue to_cuda(const IValue& value) const {
    if (value.isTensor()) return value.toTensor().defined() ? IValue(to_cuda(value.toTensor())) : value;
    if (!value.isTensorList()) return value;
    c10::List<Tensor> list;
    for (const Tensor& tensor : value.toTensorVector()) list.push_back(to_cuda(tensor));
    return list;
  }

  // Operands that the kernel gave other memory or another shape, as resize_ and out forms do.
  void take_back() const {
    for (const auto& [given, seen] : pairs_) {
      if (given.sizes() == seen.sizes() && given.strides() == seen.strides() && given.storage().data() == seen.storage().data()) continue;
      const auto fresh = seen_from(seen, given.device());
      given.unsafeGetTensorImpl()->set_storage_keep_dtype(fresh.storage());
      given.unsafeGetTensorImpl()->set_storage_offset(fresh.storage_offset());
      given.unsafeGetTensorImpl()->set_sizes_and_strides(fresh.sizes(), fresh.strides());
    }
  }

 private:
  // Operators that take operands of both devices on a GPU too.
  static const std::unordered_set<std::string>& mixing() {
    static const std::unordered_set<std::string> names{"aten::copy_", "aten::index", "aten::index_put_", "aten::_index_put_impl_"};
    return names;
  }

  Tensor to_cpu(const Tensor& tensor) {
    if (!tensor.is_cuda()) {
      on_cpu_ |= tensor.dim() > 0;
      return tensor;
    }
    for (const auto& [given, seen] : pairs_)
      if (given.is_same(tensor)) return seen;
    pairs_.emplace_back(tensor, seen_from(tensor, c10::Device(DeviceType::CPU)));
    return pairs_.back().second;
  }

  Tensor to_cuda(const Tensor& tensor) const {
    for (const auto& [given, seen] : pairs_)
      if (seen.is_same(tensor)) return given;
    return tensor.is_cuda() ? tensor : seen_from(tensor, kCuda);
  }

  std::string name_;
  bool mixes_, on_cpu_ = false, on_cuda_ = false;
  std::vector<std::pair<Tensor, Tensor>> pairs_;
};

void by_cpu(const c10::OperatorHandle& op, Stack* stack) {
  const auto& schema = op.schema();
  const auto count = schema.arguments().size();
  Call call(op);
  std::vector<IValue> given(stack->end() - count, stack->end());
  stack->resize(stack->size() - count);
  for (const auto& value : given) stack->push_back(call.to_cpu(value));
  call.check();
  {
    at::AutoDispatchBelowADInplaceOrView below;
    op.callBoxed(stack);
  }
  call.take_back();
  const auto results = schema.returns().size();
  for (size_t i = stack->size() - results; i < stack->size(); ++i) {
    const auto& returned = schema.returns()[i - (stack->size() - results)];
    if (returned.alias_info() != nullptr && returned.alias_info()->isWrite()) {
      for (size_t k = 0; k < count; ++k) {
        const auto* alias = schema.arguments()[k].alias_info();
        if (alias != nullptr && alias->isWrite() && alias->beforeSets() == returned.alias_info()->beforeSets()) (*stack)[i] = given[k];
      }
    } else {
      (*stack)[i] = call.to_cuda((*stack)[i]);
    }
  }
}

}  // namespace

TORCH_LIBRARY_IMPL(_, CUDA, m) { m.fallback(torch::CppFunction::makeFromBoxedFunction<&by_cpu>()); }

// Of these libtorch has a kernel for any device, which asks for CUDA's own loops.
TORCH_LIBRARY_IMPL(aten, CUDA, m) { m.impl("copy_", torch::CppFunction::makeFromBoxedFunction<&by_cpu>()); }
