#pragma once

#include <deque>
#include <mutex>
#include <optional>

#include "sovang/base/result.h"
#include "sovang/layout/fonts.h"

#include "face.h"

namespace sovang::pdf {

/// The faces of a FontBook, each prepared for embedding when it is first asked for. Thread-safe.
class FaceShelf {
 public:
  explicit FaceShelf(const layout::FontBook& fonts) : fonts_(fonts), slots_(fonts.face_count()) {}

  [[nodiscard]] Result<const EmbeddableFace*> face(layout::FaceId id);

 private:
  struct Slot {
    std::once_flag once;
    std::optional<Result<EmbeddableFace>> face;
  };
  const layout::FontBook& fonts_;
  std::deque<Slot> slots_;
};

}  // namespace sovang::pdf
