// Functions in property references: $(Name.Replace(a, b)), $([System.IO.Path]::Combine(a, b)),
// $([MSBuild]::GetPathOfFileAbove(name, folder)).
#pragma once

#include <string>

#include "cli/build/msbuild.h"

namespace owdf::cli {

// `text` is what stands between $( and ). Throws std::string (a sentence) for functions that are not known.
std::string evaluate_property_reference(const std::string& text, const Properties& properties,
                                        const MetadataLookup& metadata);

}  // namespace owdf::cli
