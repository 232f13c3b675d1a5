// Fills the import slots of an image: each name either gets what the host side offers, or is listed in the refusal.
#pragma once

#include <span>
#include <string>

#include "loader/image.h"

namespace owdf::loader {

// All or nothing: when names are missing, no slot is written and `problem` lists every one of them.
Status bind_imports(std::span<const owdf_import> imports, const ImageOptions& options, std::string* problem);

const char* image_kind_text(unsigned kind);

}  // namespace owdf::loader
