#include "text_ops.h"

namespace sovang::cli {

std::span<const TextOp> text_number_ops() {
  return {};
}

}  // namespace sovang::cli
