// Files of tensors in libtorch's own form. Only written here: libtorch's reader runs the code of a file, ours
// (src/NotebookKit.Torch/TensorFiles) does not.
#include "door.h"

#include <torch/serialize/output-archive.h>

namespace {

using Write = void (*)(void* context, const void* data, int64_t size);

}  // namespace

// What torch::save(tensor, ...) writes, piece by piece. write must take everything: libtorch's writer cannot stop halfway.
NK_API int32_t nk_save_tensor(void* tensor, void* context, Write write) {
  return nk::guarded<int32_t>(-1, [&]() -> int32_t {
    torch::serialize::OutputArchive archive(std::make_shared<torch::jit::CompilationUnit>());
    archive.write("0", nk::borrow(tensor));
    archive.save_to([&](const void* data, size_t size) {
      write(context, data, static_cast<int64_t>(size));
      return size;
    });
    return 0;
  });
}
