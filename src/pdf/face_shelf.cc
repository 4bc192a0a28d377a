#include "face_shelf.h"

namespace sovang::pdf {

Result<const EmbeddableFace*> FaceShelf::face(layout::FaceId id) {
  const auto index = static_cast<std::size_t>(id);
  SOVANG_EXPECT(index < slots_.size());
  Slot& slot = slots_[index];
  std::call_once(slot.once, [&] { slot.face.emplace(EmbeddableFace::open(fonts_.face(id))); });
  if (!*slot.face) return fail(slot.face->error());
  return &**slot.face;
}

}  // namespace sovang::pdf
