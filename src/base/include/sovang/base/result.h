#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <tl/expected.hpp>

namespace sovang {

/// What kind of failure this is; callers branch on it, people never see it.
enum class ErrorCode : std::uint8_t {
  invalid_input,  ///< what was given is wrong: a file, a value, a template
  findings,       ///< readable, but a person must correct something first
  not_found,
  conflict,     ///< someone else did it first, or is doing it now
  forbidden,    ///< the asker has no right
  corrupt,      ///< stored bytes are not what was stored
  unsupported,  ///< well formed, but not a thing we do
  io,           ///< disk, database or network
  internal      ///< a bug of ours
};

/// Where in someone's file the trouble is. Lines and columns count from 1, columns in code points; 0 = not
/// known.
struct SourceSpan {
  std::string file;  ///< as the person named it; empty = not about a file
  int line = 0;
  int column = 0;
  int end_column = 0;  ///< one past the last column; 0 = not known

  friend bool operator==(const SourceSpan&, const SourceSpan&) = default;
};

/// A failure that the program expects and a person can act on.
struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;  ///< Vietnamese, one sentence: what happened and what to do
  SourceSpan where{};
  std::string rule{};  ///< "V-17", "TPL-03", "LIM-02"; empty where no rule is named

  /// Adds the caller's view in front: "đọc mẫu bang-khen.xml: thẻ <o> chưa đóng".
  [[nodiscard]] Error within(std::string_view context) &&;
};

/// A value or an Error. A dropped Result is a compile error (-Werror=unused-result).
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
};

/// For things that either happen or fail.
using Status = Result<void>;

[[nodiscard]] inline tl::unexpected<Error> fail(Error error) {
  return tl::unexpected<Error>(std::move(error));
}

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string message, SourceSpan where = {},
                                                std::string rule = {}) {
  return fail(Error{code, std::move(message), std::move(where), std::move(rule)});
}

/// The exit status of the command line for a failure of this kind (blueprint §5): 1 findings, 2 unreadable, 3
/// environment.
[[nodiscard]] int exit_status(ErrorCode code);

namespace detail {
template <class T>
T take(tl::expected<T, Error>&& result) {
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}
[[noreturn]] void broken_promise(const char* condition, const char* file, int line);
}  // namespace detail

}  // namespace sovang

/// Takes the value out of a Result or returns its error to the caller. GCC and Clang statement expression.
#define SOVANG_TRY(expression)                                                                        \
  __extension__({                                                                                     \
    auto sovang_result_ = (expression);                                                               \
    if (!sovang_result_) return ::tl::unexpected<::sovang::Error>(std::move(sovang_result_).error()); \
    ::sovang::detail::take(std::move(sovang_result_));                                                \
  })

/// Like SOVANG_TRY, and adds what we were doing to the error: SOVANG_TRY_WITHIN(read(f), "đọc danh sách").
#define SOVANG_TRY_WITHIN(expression, context)                                                     \
  __extension__({                                                                                  \
    auto sovang_result_ = (expression);                                                            \
    if (!sovang_result_)                                                                           \
      return ::tl::unexpected<::sovang::Error>(std::move(sovang_result_).error().within(context)); \
    ::sovang::detail::take(std::move(sovang_result_));                                             \
  })

/// For bugs only, never for input: prints the place and aborts, in release builds too.
#define SOVANG_EXPECT(condition) \
  ((condition) ? static_cast<void>(0) : ::sovang::detail::broken_promise(#condition, __FILE__, __LINE__))
