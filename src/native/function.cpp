// Custom autograd functions: a node of the graph whose backward is managed code.
#include "door.h"

#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/csrc/autograd/saved_variable.h>
#include <torch/csrc/autograd/variable.h>

#include <memory>
#include <mutex>
#include <vector>

namespace {

using torch::autograd::SavedVariable;
using torch::autograd::variable_list;

// Gradients and saved tensors are given away; the results come owned, null for none. 0, or 1 when managed code threw.
using FunctionCall = int32_t (*)(void* context, void** gradients, int32_t ngradients, void** saved, int32_t nsaved,
                                 void** results, int32_t nresults);
using FunctionFree = void (*)(void* context);

struct ManagedFunction : torch::autograd::Node {
  ManagedFunction(void* owner, FunctionCall run, FunctionFree free, bool zeros)
      : context(owner, free), call(run), materialize(zeros) {}

  variable_list apply(variable_list&& gradients) override {
    std::lock_guard<std::mutex> lock(mutex_);
    std::vector<at::Tensor> unpacked;          // all first: a second backward throws here, and nothing is lost
    for (auto& variable : saved) unpacked.push_back(variable.unpack(shared_from_this()));
    std::vector<void*> given, kept;
    for (size_t k = 0; k < gradients.size(); ++k) {
      auto gradient = gradients[k];
      if (!gradient.defined() && materialize) gradient = input_metadata(k).zeros_like();
      given.push_back(nk::release(std::move(gradient)));
    }
    for (auto& tensor : unpacked) kept.push_back(nk::release(std::move(tensor)));
    std::vector<void*> results(next_edges().size(), nullptr);
    if (call(context.get(), given.data(), static_cast<int32_t>(given.size()), kept.data(),
             static_cast<int32_t>(kept.size()), results.data(), static_cast<int32_t>(results.size())) != 0)
      throw std::runtime_error("the backward of a custom function failed");
    variable_list found;
    for (auto* handle : results)
      found.push_back(handle == nullptr ? at::Tensor()
                                        : at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(
                                              static_cast<c10::TensorImpl*>(handle))));
    return found;
  }

  void release_variables() override {
    std::lock_guard<std::mutex> lock(mutex_);
    for (auto& variable : saved) variable.reset_data();
  }

  std::string name() const override { return "ManagedFunction"; }

  std::shared_ptr<void> context;
  FunctionCall call;
  bool materialize;
  std::vector<SavedVariable> saved;
};

}  // namespace

// Makes outputs results of a node over the inputs. kinds per output: bit 0 changed in place, bit 1 not differentiable.
// results: owned handles, the outputs themselves or views where an output is an unchanged input.
NK_API int32_t nk_function(void** inputs, int32_t ninputs, void** outputs, int32_t noutputs, const uint8_t* kinds,
                           void** saved, int32_t nsaved, int32_t materialize, void* context, FunctionCall call,
                           FunctionFree free, void** results) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    std::shared_ptr<ManagedFunction> node(new ManagedFunction(context, call, free, materialize != 0),
                                          torch::autograd::deleteNode);
    torch::autograd::edge_list edges;
    for (int32_t k = 0; k < ninputs; ++k) edges.push_back(torch::autograd::impl::gradient_edge(nk::borrow(inputs[k])));
    node->set_next_edges(std::move(edges));
    const auto index_of = [](void* handle, void** list, int32_t count) {
      for (int32_t k = 0; k < count; ++k)
        if (list[k] == handle) return k;
      return -1;
    };
    std::vector<at::Tensor> made;
    for (int32_t k = 0; k < noutputs; ++k) {
      auto output = nk::borrow(outputs[k]);
      const bool dirty = (kinds[k] & 1) != 0;
      if (!dirty && index_of(outputs[k], inputs, ninputs) >= 0) {
        at::NoGradGuard guard;
        output = output.view_as(output);
      }
      if ((kinds[k] & 2) != 0 || !output.defined() || !torch::autograd::isDifferentiableType(output.scalar_type())) {
        if (output.defined() && !dirty) output = output.detach();
        node->add_input_metadata(torch::autograd::Node::undefined_input());
      } else if (dirty) {
        TORCH_CHECK(!(output.is_leaf() && output.requires_grad()),
                    "a leaf Variable that requires grad is being used in an in-place operation.");
        torch::autograd::impl::rebase_history(output, {node, node->add_input_metadata(output)});
      } else {
        torch::autograd::set_history(output, node);
      }
      made.push_back(std::move(output));
    }
    for (int32_t k = 0; k < nsaved; ++k) {
      const auto at = index_of(saved[k], outputs, noutputs);
      node->saved.emplace_back(at >= 0 ? made[at] : nk::borrow(saved[k]), at >= 0);
    }
    for (int32_t k = 0; k < noutputs; ++k) results[k] = nk::release(std::move(made[k]));
    return 0;
  });
}
