#include "support/power_cuts.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <random>
#include <utility>

#include <gtest/gtest.h>

namespace sovang::testing {
namespace fs = std::filesystem;
namespace {

std::uint64_t seed() {
  const char* const set = std::getenv("SOVANG_SEED");
  return set == nullptr ? 20'220'520 : std::strtoull(set, nullptr, 10);
}

/// ULIDs and hashes say nothing, and are others in every run.
bool is_random_name(const std::string& part) {
  return part.size() >= 26 &&
         part.find_first_not_of("0123456789abcdefABCDEFGHJKMNPQRSTVWXYZ") == std::string::npos;
}

}  // namespace

std::size_t images_wanted(std::size_t usually) {
  const char* const set = std::getenv("SOVANG_IMAGES");
  return set == nullptr ? usually : std::strtoul(set, nullptr, 10);
}

bool is_full_run() {
  return std::getenv("SOVANG_FULL") != nullptr;
}

std::ostream& operator<<(std::ostream& out, const Toll& toll) {
  return out << toll.images << " images, " << toll.bad << " bad, " << toll.lost << " lost"
             << (toll.first.empty() ? "" : "; ") << toll.first;
}

PowerCuts::PowerCuts(Writer writer)
    : writer_(std::move(writer)), start_(writer_.disk), calls_(calls_of(writer_.work)) {
  for (std::size_t i = 0; i < calls_.size(); ++i)
    if (calls_[i].kind == DiskCall::Kind::sync || calls_[i].kind == DiskCall::Kind::sync_all)
      syncs_.insert(i);
}

std::string PowerCuts::name_of(std::size_t call) const {
  std::string out = calls_[call].kind == DiskCall::Kind::sync_all ? "syncfs" : "fsync";
  for (const fs::path& part : fs::path(start_.name_of(calls_[call]))) {
    const std::string name = part.string();
    out +=
        (out.ends_with("fsync") || out.ends_with("syncfs") ? " " : "/") + (is_random_name(name) ? "…" : name);
  }
  return out;
}

Toll PowerCuts::cut(std::size_t images, const std::set<std::size_t>& ignored) {
  Toll toll;
  std::mt19937_64 random(seed());
  for (std::size_t i = 0; i < images; ++i) {
    const bool acknowledged = i % 4 == 0;
    // Before a call that is left out it is not missed.
    const std::size_t from = ignored.empty() ? 0 : std::min(*ignored.begin() + 1, calls_.size() - 1);
    const std::size_t count = acknowledged ? calls_.size() : from + random() % (calls_.size() - from);
    CrashImages disk = start_;
    disk.follow(calls_, count, ignored);
    fs::remove_all(writer_.disk);
    disk.write(writer_.disk, random);
    const std::string wrong = writer_.look(acknowledged);
    ++toll.images;
    if (wrong.empty()) continue;
    ++(wrong == "lost" ? toll.lost : toll.bad);
    if (toll.first.empty()) {
      toll.first = "image " + std::to_string(i) + " after call " + std::to_string(count) + " of " +
                   std::to_string(calls_.size()) + ": " + wrong;
    }
  }
  return toll;
}

void PowerCuts::expect_whole(std::size_t images) {
  const Toll toll = cut(images_wanted(images));
  std::cout << writer_.name << ": " << calls_.size() << " calls, " << syncs_.size() << " syncs; " << toll
            << '\n';
  EXPECT_FALSE(toll.any()) << toll;
  const Toll without = cut(40, syncs_);
  std::cout << writer_.name << ", without any sync: " << without << '\n';
  EXPECT_TRUE(without.any()) << "a writer that never syncs is not noticed";
}

void PowerCuts::expect_every_sync_is_missed(std::size_t images, const std::vector<std::string>& known) {
  std::vector<std::size_t> unnoticed;
  for (const std::size_t sync : syncs_) {
    const Toll toll = cut(images, {sync});
    if (!toll.any()) unnoticed.push_back(sync);
    std::cout << writer_.name << ": without call " << sync << ", " << name_of(sync) << ": "
              << (toll.any() ? "missed; " : "not missed; ") << toll << '\n';
  }
  // One alone may be made good by recovery, or by the next; together they are needed. From the end, so that
  // what stays is what comes first.
  std::set<std::size_t> spare;
  for (auto it = unnoticed.rbegin(); it != unnoticed.rend(); ++it) {
    std::set<std::size_t> more = spare;
    more.insert(*it);
    if (more.size() > 1 && cut(images, more).any()) {
      std::cout << writer_.name << ": " << name_of(*it) << " is missed once others are gone\n";
      continue;
    }
    spare = std::move(more);
  }
  for (const std::size_t sync : spare) {
    const std::string name = name_of(sync);
    const bool meant =
        std::ranges::any_of(known, [&](const std::string& begin) { return name.starts_with(begin); });
    std::cout << writer_.name << ": never missed: call " << sync << ", " << name << (meant ? " (known)" : "")
              << '\n';
    EXPECT_TRUE(meant) << writer_.name << ": nothing is worse without call " << sync << ", " << name;
  }
}

}  // namespace sovang::testing
