#include "renderer.h"

#include <exception>

#include <kainjow/mustache.hpp>

#include "sovang/base/files.h"

namespace sovang::web {
namespace {

namespace mustache = kainjow::mustache;

constexpr std::uint64_t largest_page = 1U << 20;

mustache::data data_from(const View& view) {
  mustache::data out(mustache::data::type::object);
  for (const auto& [name, value] : view.values()) {
    if (const auto* text = std::get_if<std::string>(&value)) {
      out.set(name, text->empty() ? mustache::data(false) : mustache::data(*text));
    } else if (const auto* flag = std::get_if<bool>(&value)) {
      out.set(name, mustache::data(*flag));
    } else {
      mustache::data list(mustache::data::type::list);
      for (const View& item : std::get<View::List>(value))
        list.push_back(data_from(item));
      out.set(name, std::move(list));
    }
  }
  return out;
}

}  // namespace

Result<Renderer> Renderer::load(const std::filesystem::path& folder) {
  Renderer out;
  for (const std::filesystem::path& file : SOVANG_TRY(files::list_tree(folder))) {
    if (file.extension() != ".mustache") continue;
    std::string text = SOVANG_TRY(files::read(folder / file, largest_page));
    const mustache::mustache parsed(text);
    if (!parsed.is_valid()) {
      return fail(ErrorCode::invalid_input, "trang không đọc được: " + parsed.error_message(),
                  {(folder / file).string()});
    }
    const std::string name = file.stem().string();
    name.starts_with('_') ? out.parts_.emplace(name.substr(1), std::move(text))
                          : out.pages_.emplace(name, std::move(text));
  }
  return out;
}

Result<std::string> Renderer::render(std::string_view name, const View& view) const {
  const auto page = pages_.find(name);
  if (page == pages_.end()) return fail(ErrorCode::internal, "không có trang " + std::string(name));
  try {
    mustache::data data = data_from(view);
    for (const auto& [part, text] : parts_)
      data.set(part, mustache::partial([&text = text] { return text; }));
    mustache::mustache filled(page->second);
    std::string out = filled.render(data);
    if (filled.is_valid()) return out;
    return fail(ErrorCode::internal, filled.error_message());
  } catch (const std::exception& error) {
    return fail(ErrorCode::internal, error.what());
  }
}

}  // namespace sovang::web
