#include "sovang/layout/fonts.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>
#include <utility>

#include "sovang/base/files.h"
#include "sovang/base/tab_cells.h"
#include "sovang/base/utf8.h"

#include "face_file.h"
#include "vietnamese_letters.h"

namespace sovang::layout {
namespace {

std::size_t style_index(bool bold, bool italic) {
  return (bold ? 1U : 0U) + (italic ? 2U : 0U);
}

/// One row of fonts/faces.tsv. Of the rows for one family and style the first whose file is there is the
/// face; those after it have the letters that it lacks.
struct FaceRow {
  std::string family;
  bool bold = false;
  bool italic = false;
  std::string file;
  SourceSpan place;
};

Result<FaceRow> read_row(std::string_view line, SourceSpan place) {
  const std::vector<std::string> cells = tab_cells(line);
  if (cells.size() != 3 || cells[2].empty() || cells[2].find('/') != std::string::npos) {
    return fail(ErrorCode::invalid_input, "mỗi dòng của bảng phông chữ cần ba cột: family, style, file",
                std::move(place), "FNT-01");
  }
  const std::string& style = cells[1];
  const bool known = style == "regular" || style == "bold" || style == "italic" || style == "bold-italic";
  if (!known) {
    return fail(ErrorCode::invalid_input,
                "kiểu chữ «" + style + "» không có; hãy ghi regular, bold, italic hoặc bold-italic",
                std::move(place), "FNT-01");
  }
  return FaceRow{cells[0], style.starts_with("bold"), style.ends_with("italic"), cells[2], std::move(place)};
}

Result<std::vector<FaceRow>> read_table(const std::filesystem::path& path) {
  const Bytes table = SOVANG_TRY_WITHIN(files::read(path, 1U << 20U), "đọc bảng phông chữ");
  std::vector<FaceRow> rows;
  int number = 0;
  for (std::size_t begin = 0; begin < table.size();) {
    const std::size_t end = std::min(table.find('\n', begin), table.size());
    const std::string_view line = std::string_view(table).substr(begin, end - begin);
    begin = end + 1;
    ++number;
    if (number == 1 || line.empty()) continue;
    rows.push_back(SOVANG_TRY(read_row(line, {path.string(), number, 1})));
  }
  return rows;
}

std::string code_point_name(char32_t letter) {
  std::string text;
  utf8::append(text, letter);
  return "«" + text + "»";
}

/// Shaped words by face and text. Sharded, so that threads rarely wait for each other.
class WordCache {
 public:
  template <class Make>
  ShapedTextPtr get(std::size_t face, std::string_view text, const Make& make) {
    const std::size_t hash = std::hash<std::string_view>{}(text)*31 + face;
    Shard& shard = shards_[hash % shards_.size()];
    const Key key{face, text};
    {
      const std::shared_lock lock(shard.mutex);
      const auto found = shard.words.find(key);
      if (found != shard.words.end()) return found->second;
    }
    auto shaped = std::make_shared<const ShapedText>(make());
    const std::unique_lock lock(shard.mutex);
    if (shard.words.size() >= largest_shard) shard.words.clear();
    // The key's text lives in the value, which the map owns as long as the key.
    return shard.words.try_emplace(Key{face, shaped->text}, shaped).first->second;
  }

 private:
  struct Key {
    std::size_t face;
    std::string_view text;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct HashKey {
    std::size_t operator()(const Key& key) const {
      return std::hash<std::string_view>{}(key.text) * 31 + key.face;
    }
  };
  struct Shard {
    std::shared_mutex mutex;
    std::unordered_map<Key, ShapedTextPtr, HashKey> words;
  };
  static constexpr std::size_t largest_shard = 20'000;
  std::array<Shard, 16> shards_;
};

}  // namespace

struct FontBook::Impl {
  std::vector<FaceFile> faces;
  /// The faces of a family, each style in the order of the rows: regular, bold, italic, bold italic.
  using Family = std::array<std::vector<FaceId>, 4>;
  std::map<std::string, Family, std::less<>> families;
  WordCache words;
};

FontBook::FontBook(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
FontBook::FontBook(FontBook&&) noexcept = default;
FontBook& FontBook::operator=(FontBook&&) noexcept = default;
FontBook::~FontBook() = default;

namespace {

/// A face that only helps out, with letters of other scripts, need not have ours.
enum class Part : std::uint8_t { first_of_family, helps_out };

void check_face(const FaceFile& face, const std::filesystem::path& path, Part part,
                Diagnostics& diagnostics) {
  const std::vector<char32_t> lacking = face.missing(vietnamese_letters);
  if (!lacking.empty() && part == Part::first_of_family) {
    diagnostics.add({"FNT-01",
                     Severity::error,
                     "phông chữ thiếu " + std::to_string(lacking.size()) +
                         " trong 134 chữ cái tiếng Việt, chữ đầu là " + code_point_name(lacking.front()),
                     {path.string()},
                     "dùng phông có đủ chữ tiếng Việt, ví dụ Liberation Serif 2.1.5"});
  }
  if (!face.may_be_embedded()) {
    diagnostics.add({"FNT-03",
                     Severity::error,
                     "phông chữ không cho phép nhúng vào tệp PDF (OS/2 fsType)",
                     {path.string()},
                     "bỏ tệp này khỏi fonts/local hoặc mua phông có quyền nhúng"});
  }
}

/// The file of a row: an office's own in local/ goes before ours.
std::optional<std::filesystem::path> file_of(const FaceRow& row, const std::filesystem::path& folder) {
  std::error_code ignored;
  for (const auto& path : {folder / "local" / row.file, folder / row.file}) {
    if (std::filesystem::is_regular_file(path, ignored)) return path;
  }
  return std::nullopt;
}

}  // namespace

Result<FontBook> FontBook::load(const std::filesystem::path& folder, Diagnostics& diagnostics) {
  auto impl = std::make_unique<Impl>();
  std::map<std::filesystem::path, FaceId> opened;
  const std::vector<FaceRow> rows = SOVANG_TRY(read_table(folder / "faces.tsv"));
  for (const FaceRow& row : rows) {
    std::vector<FaceId>& of_style = impl->families[row.family][style_index(row.bold, row.italic)];
    const std::optional<std::filesystem::path> path = file_of(row, folder);
    if (!path) continue;
    auto known = opened.find(*path);
    if (known == opened.end()) {
      FaceFile face = SOVANG_TRY(FaceFile::open(*path));
      check_face(face, *path, of_style.empty() ? Part::first_of_family : Part::helps_out, diagnostics);
      known = opened.emplace(*path, FaceId{static_cast<std::uint16_t>(impl->faces.size())}).first;
      impl->faces.push_back(std::move(face));
    }
    if (std::find(of_style.begin(), of_style.end(), known->second) == of_style.end()) {
      of_style.push_back(known->second);
    }
  }
  for (const FaceRow& row : rows) {
    if (!impl->families[row.family][style_index(row.bold, row.italic)].empty()) continue;
    diagnostics.add({"FNT-01", Severity::error, "không có tệp phông «" + row.file + "» cho " + row.family,
                     row.place, "chép tệp vào fonts/ hoặc fonts/local/"});
  }
  if (impl->faces.empty()) {
    return fail(ErrorCode::not_found, "không có phông chữ nào; hãy chép các tệp .ttf vào thư mục phông",
                {folder.string()}, "FNT-01");
  }
  return FontBook(std::move(impl));
}

std::optional<FaceId> FontBook::find(std::string_view family, bool bold, bool italic) const {
  const std::span<const FaceId> all = faces(family, bold, italic);
  return all.empty() ? std::nullopt : std::optional(all.front());
}

std::span<const FaceId> FontBook::faces(std::string_view family, bool bold, bool italic) const {
  const auto found = impl_->families.find(family);
  if (found == impl_->families.end()) return {};
  return found->second[style_index(bold, italic)];
}

const Face& FontBook::face(FaceId id) const {
  return impl_->faces[static_cast<std::size_t>(id)].facts();
}

std::size_t FontBook::face_count() const {
  return impl_->faces.size();
}

ShapedTextPtr FontBook::shape(FaceId face, std::string_view text) const {
  const std::size_t index = static_cast<std::size_t>(face);
  return impl_->words.get(index, text, [&] { return impl_->faces[index].shape(text); });
}

}  // namespace sovang::layout
