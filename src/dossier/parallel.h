#pragma once

#include <cstddef>
#include <functional>

namespace sovang::dossier {

/// Calls `work(i)` for each i below `count`, on as many threads as the machine has (at most `count`). The
/// order of the calls is open, so `work` writes its answer to a place of its own. Returns when all are done.
void for_each_index(std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace sovang::dossier
