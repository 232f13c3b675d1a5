// The device setup classes that every Windows knows, by name.
#pragma once

#include <string>
#include <string_view>

namespace owdf::setup {

// "{4d36e97d-e325-11ce-bfc1-08002be10318}" for "System", whatever the case; empty for a class that is none of the
// system's. An INF that names such a class need not spell its GUID (INF Version section).
std::string system_class_guid(std::string_view name);

}  // namespace owdf::setup
