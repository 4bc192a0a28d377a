#pragma once

#include "sovang/base/diagnostics.h"
#include "sovang/base/result.h"
#include "sovang/document/drawing.h"
#include "sovang/dossier/forms.h"
#include "sovang/layout/fonts.h"

/// What a template writer sees on a page besides the page. For looking at only: neither is ever archived.
namespace sovang::dossier {

/// Draws over each page what layout placed things in: frames (red), cells (blue) and named blocks (violet)
/// with their names, the body between the margins (grey) and the base lines of text (green).
[[nodiscard]] Status show_boxes(LaidOutPaper& paper, const layout::FontBook& fonts);

/// Leaves the data layer of the pages and puts the scan of a printed blank behind it, as large as the page.
/// The file makes no claim to be an archive's. A warning if the scan has other proportions than the page.
void put_on_scan(LaidOutPaper& paper, const document::PicturePtr& scan, Diagnostics& diagnostics);

}  // namespace sovang::dossier
