#pragma once

#include "flow.h"

namespace sovang::layout {

/// A picture fitted into its box (`contain`, `cover`, `stretch`).
[[nodiscard]] Strip set_image(Context& context, const document::Image& image, const document::Block& block,
                              const Area& area);
[[nodiscard]] Strip set_qr(Context& context, const document::Qr& qr, const document::Block& block,
                           const Area& area);
[[nodiscard]] Strip set_signature_field(Context& context, const document::SignatureField& field,
                                        const document::Block& block, const Area& area);
/// `text_width` is that of the widest line of the paragraph before, for lengths in tw.
[[nodiscard]] Strip set_rule(const document::Rule& rule, const document::Block& block, const Area& area,
                             Length text_width);

}  // namespace sovang::layout
