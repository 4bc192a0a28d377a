#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/document/drawing.h"
#include "sovang/document/picture.h"
#include "sovang/document/template.h"

#include "findings.h"
#include "parts.h"
#include "properties.h"
#include "xml_tree.h"

namespace sovang::document {

/// A define or page-master: its element and the file that it stands in.
struct Definition {
  const XmlElement* element = nullptr;
  const XmlFile* file = nullptr;
  bool circular = false;  ///< uses itself through others (TPL-07 was reported)
};

/// A style with everything that it is based on.
struct NamedStyle {
  const XmlElement* element = nullptr;
  const XmlFile* file = nullptr;
  Properties properties;
};

/// Everything that a template names: the files it includes and what they hold, and pictures.
class Library {
 public:
  Library(const TemplateFiles& files, Findings& findings, Diagnostics& diagnostics)
      : files_(files), findings_(findings), diagnostics_(diagnostics) {}

  /// Reads and validates the template and all it includes, and collects styles, masters and components.
  [[nodiscard]] Status load(std::string_view xml, std::string_view file);

  [[nodiscard]] const XmlFile& main() const { return *loaded_.front(); }
  [[nodiscard]] const std::map<std::string, Definition, std::less<>>& components() const {
    return components_;
  }
  /// In the order in which they were read.
  [[nodiscard]] const std::vector<std::pair<std::string, Definition>>& masters() const { return masters_; }
  [[nodiscard]] const NamedStyle* style(std::string_view name) const;
  [[nodiscard]] std::vector<std::string_view> style_names() const;
  [[nodiscard]] std::vector<std::string_view> component_names() const;
  /// Every style with what it is based on, by name, values as written.
  [[nodiscard]] std::vector<WrittenStyle> written_styles() const;

  /// The bytes of a file that `attribute` names; nothing with TPL-13 or LIM-08.
  [[nodiscard]] std::shared_ptr<const Bytes> bytes(std::string_view path, const XmlFile& from,
                                                   std::size_t at);
  /// The picture that `path` names, read once; nothing with TPL-13, LIM-07 or LIM-08 at byte `at` of `from`.
  [[nodiscard]] PicturePtr picture(std::string_view path, const XmlFile& from, std::size_t at);

  /// SHA-256 over the canonical form of all files and the digests of pictures, as far as they were read.
  [[nodiscard]] std::string digest() const;
  /// The files it is made over, by path.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> file_digests() const {
    return {file_digests_.begin(), file_digests_.end()};
  }

 private:
  struct Found {
    std::string path;
    Bytes bytes;
  };

  Status add(std::string_view xml, std::string_view file, int depth);
  void include(const XmlElement& element, const XmlFile& from, int depth);
  bool find(std::string_view path, const XmlFile& from, std::size_t at, Found& found);
  void collect(const XmlFile& file);
  template <class Map>
  void define(Map& map, const XmlElement& element, const XmlFile& file);
  void resolve_styles();
  void find_component_circles();
  void walk_component(const std::string& name, std::vector<std::string>& path,
                      std::map<std::string, int>& state);

  const TemplateFiles& files_;
  Findings& findings_;
  Diagnostics& diagnostics_;
  std::vector<std::unique_ptr<XmlFile>> loaded_;
  std::map<std::string, Definition, std::less<>> components_;
  std::vector<std::pair<std::string, Definition>> masters_;
  std::map<std::string, NamedStyle, std::less<>> styles_;
  std::vector<std::string> style_order_;
  std::map<std::string, PicturePtr, std::less<>> pictures_;
  std::map<std::string, std::string> file_digests_;
  std::size_t picture_bytes_ = 0;
};

}  // namespace sovang::document
