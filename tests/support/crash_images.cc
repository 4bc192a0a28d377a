#include "support/crash_images.h"

#include <fstream>
#include <functional>

#include <gtest/gtest.h>

#include "sovang/base/files.h"

namespace sovang::testing {
namespace fs = std::filesystem;

CrashImages::CrashImages(const fs::path& root) : root_(root) {
  load(root);
}

std::size_t CrashImages::load(const fs::path& path) {
  const std::size_t number = nodes_.size();
  nodes_.emplace_back();
  nodes_[number].folder = fs::is_directory(path);
  if (!nodes_[number].folder) {
    const auto bytes = files::read(path);
    EXPECT_TRUE(bytes.has_value()) << path;
    nodes_[number].durable = bytes.value_or("");
    return number;
  }
  for (const auto& entry : fs::directory_iterator(path)) {
    const std::size_t child = load(entry.path());
    nodes_[number].names[entry.path().filename().string()] = child;
  }
  nodes_[number].names_at_start = nodes_[number].names;
  return number;
}

std::size_t CrashImages::at(const std::string& path) const {
  const fs::path relative = fs::path(path).lexically_relative(root_);
  if (relative.empty() || *relative.begin() == "..") return none;
  std::size_t node = 0;
  for (const fs::path& part : relative) {
    if (part == ".") continue;
    const auto child = nodes_[node].names.find(part.string());
    if (child == nodes_[node].names.end()) return none;
    node = child->second;
  }
  return node;
}

void CrashImages::link(const std::string& path, bool folder) {
  if (at(path) != none) return;
  const std::size_t parent = at(fs::path(path).parent_path().string());
  if (parent == none) return;
  const std::string name = fs::path(path).filename().string();
  nodes_.emplace_back();
  nodes_.back().folder = folder;
  nodes_[parent].names[name] = nodes_.size() - 1;
  changes_.push_back({nodes_.size() - 1, none, parent, "", name, steps_++, false});
}

void CrashImages::unlink(const std::string& path) {
  const std::size_t node = at(path);
  const std::size_t parent = at(fs::path(path).parent_path().string());
  if (node == none || parent == none) return;
  const std::string name = fs::path(path).filename().string();
  nodes_[parent].names.erase(name);
  changes_.push_back({node, parent, none, name, "", steps_++, false});
}

void CrashImages::move(const std::string& from, const std::string& to) {
  const std::size_t node = at(from);
  const std::size_t source = at(fs::path(from).parent_path().string());
  const std::size_t target = at(fs::path(to).parent_path().string());
  if (node == none || source == none || target == none) return;
  const std::string old_name = fs::path(from).filename().string();
  const std::string new_name = fs::path(to).filename().string();
  nodes_[source].names.erase(old_name);
  nodes_[target].names[new_name] = node;
  changes_.push_back({node, source, target, old_name, new_name, steps_++, false});
}

void CrashImages::exchange(const std::string& a, const std::string& b) {
  const std::size_t first = at(a);
  const std::size_t second = at(b);
  const std::size_t first_parent = at(fs::path(a).parent_path().string());
  const std::size_t second_parent = at(fs::path(b).parent_path().string());
  if (first == none || second == none) return;
  const std::string first_name = fs::path(a).filename().string();
  const std::string second_name = fs::path(b).filename().string();
  nodes_[first_parent].names[first_name] = second;
  nodes_[second_parent].names[second_name] = first;
  changes_.push_back({first, first_parent, second_parent, first_name, second_name, steps_, false});
  changes_.push_back({second, second_parent, first_parent, second_name, first_name, steps_++, false});
}

void CrashImages::sync(std::size_t number) {
  Node& node = nodes_[number];
  for (const Change& change : node.pending)
    apply(node.durable, change);
  node.pending.clear();
  if (!node.folder) return;
  std::set<std::size_t> steps;
  for (const NameChange& change : changes_)
    if (change.from == number || change.to == number) steps.insert(change.step);
  for (NameChange& change : changes_)
    if (steps.count(change.step) != 0) change.durable = true;
}

void CrashImages::follow(const DiskCall& call) {
  const std::size_t node = at(call.path);
  switch (call.kind) {
    case DiskCall::Kind::create_file:
      if (node != none && call.empties) nodes_[node].pending.push_back({true, 0, ""});
      return link(call.path, false);
    case DiskCall::Kind::make_folder:
      return link(call.path, true);
    case DiskCall::Kind::write:
      if (node != none) nodes_[node].pending.push_back({false, call.offset, call.data});
      return;
    case DiskCall::Kind::truncate:
      if (node != none) nodes_[node].pending.push_back({true, call.offset, ""});
      return;
    case DiskCall::Kind::sync:
      if (node != none) sync(node);
      return;
    case DiskCall::Kind::sync_all:
      for (std::size_t i = 0; i < nodes_.size(); ++i)
        sync(i);
      return;
    case DiskCall::Kind::rename:
      return move(call.path, call.to);
    case DiskCall::Kind::exchange:
      return exchange(call.path, call.to);
    case DiskCall::Kind::remove:
      return unlink(call.path);
  }
}

void CrashImages::follow(const std::vector<DiskCall>& calls, std::size_t count,
                         const std::set<std::size_t>& ignored) {
  for (std::size_t i = 0; i < count; ++i)
    if (ignored.count(i) == 0) follow(calls[i]);
}

std::string CrashImages::name_of(const DiskCall& call) const {
  const fs::path relative = fs::path(call.path).lexically_relative(root_);
  return relative.empty() || *relative.begin() == ".." ? std::string() : relative.string();
}

void CrashImages::apply(std::string& bytes, const Change& change) {
  if (change.truncate) {
    bytes.resize(change.offset);
    return;
  }
  if (bytes.size() < change.offset + change.data.size()) bytes.resize(change.offset + change.data.size());
  bytes.replace(change.offset, change.data.size(), change.data);
}

std::string CrashImages::torn(const Node& node, std::mt19937_64& random) {
  std::string bytes = node.durable;
  for (Change change : node.pending) {
    switch (random() % 5) {
      case 0:
        continue;
      case 1:
        break;
      case 2:
        change.data.resize(change.data.size() / 2);
        break;
      case 3:
        change.data.replace(0, change.data.size() / 2, change.data.size() / 2, '\0');
        break;
      default:
        change.data.assign(change.data.size(), '\0');
        break;
    }
    apply(bytes, change);
  }
  return bytes;
}

void CrashImages::write(const fs::path& folder, std::mt19937_64& random) const {
  std::vector<std::map<std::string, std::size_t>> names;
  for (const Node& node : nodes_)
    names.push_back(node.names_at_start);
  bool done = true;
  for (std::size_t i = 0; i < changes_.size(); ++i) {
    const NameChange& change = changes_[i];
    const bool same_step = i > 0 && changes_[i - 1].step == change.step;
    if (!same_step) done = change.durable || random() % 2 != 0;
    if (!done) continue;
    if (change.from != none) {
      const auto old = names[change.from].find(change.old_name);
      if (old != names[change.from].end() && old->second == change.node) names[change.from].erase(old);
    }
    if (change.to != none) names[change.to][change.new_name] = change.node;
  }
  const std::function<void(std::size_t, const fs::path&)> put = [&](std::size_t number,
                                                                    const fs::path& path) {
    if (!nodes_[number].folder) {
      std::ofstream out(path, std::ios::binary);
      const std::string bytes = torn(nodes_[number], random);
      out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
      out.close();
      fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
      return;
    }
    fs::create_directory(path);
    for (const auto& [name, child] : names[number])
      put(child, path / name);
  };
  put(0, folder);
}

}  // namespace sovang::testing
