#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <set>
#include <string>
#include <vector>

#include "support/crash_images.h"
#include "support/traced_child.h"

namespace sovang::testing {

/// A writer whose power is cut (REL-02).
struct Writer {
  std::string name;
  std::filesystem::path disk;  ///< the folder that is the disk; all that the work needs lies below
  std::function<bool()> work;
  /// Opens what is on the disk now and looks. "" = whole and as it should be, "lost" = what was acknowledged
  /// is not there, else what is wrong.
  std::function<std::string(bool acknowledged)> look;
};

/// How the images of one writer turned out.
struct Toll {
  int images = 0;
  int bad = 0;        ///< not opened, not whole, or half there
  int lost = 0;       ///< acknowledged and not there
  std::string first;  ///< what was wrong with the first of them
  [[nodiscard]] bool any() const { return bad + lost > 0; }
  friend std::ostream& operator<<(std::ostream& out, const Toll& toll);
};

/// The traced calls of a writer, and the disks that a power cut may leave of them. The disk is overwritten.
/// SOVANG_IMAGES=n asks for n images in place of the usual number, SOVANG_SEED=n for other ones.
class PowerCuts {
 public:
  /// Runs the writer's work once.
  explicit PowerCuts(Writer writer);

  /// Cuts the power at random calls, every fourth time behind the last one, when all was acknowledged. The
  /// calls of the indexes `ignored` are taken for not made.
  [[nodiscard]] Toll cut(std::size_t images, const std::set<std::size_t>& ignored = {});

  /// Indexes of the calls that make something durable.
  [[nodiscard]] const std::set<std::size_t>& syncs() const { return syncs_; }
  /// "fsync work/01…/0/v1", with what is random in it left out.
  [[nodiscard]] std::string name_of(std::size_t call) const;
  [[nodiscard]] std::size_t calls() const { return calls_.size(); }

  /// `images` disks, none of which may be bad or lost; and without any sync some of which must be.
  void expect_whole(std::size_t images);
  /// Leaves out each sync alone, and prints whether that is noticed. Then leaves out as many of the others
  /// together as goes without being noticed, and gives those: what could be taken out of the program. `known`
  /// = begins of the names of syncs of which that is known and meant; another one fails the test.
  void expect_every_sync_is_missed(std::size_t images, const std::vector<std::string>& known);

 private:
  Writer writer_;
  CrashImages start_;
  std::vector<DiskCall> calls_;
  std::set<std::size_t> syncs_;
};

/// The number of images that SOVANG_IMAGES asks for, or the usual one.
[[nodiscard]] std::size_t images_wanted(std::size_t usually);
/// True in scripts/crash: everything is run, not a share of it.
[[nodiscard]] bool is_full_run();

}  // namespace sovang::testing
