#include "cli/build/configuration.h"

#include <algorithm>
#include <array>

#include "cli/build/msbuild.h"

namespace owdf::cli {
namespace {

constexpr const char* kOurs = "x64";

// How good a name fits: 0 is itself, 1 the last word of it, 2 any other one where the user asked for none.
int misfit(const std::string& name, const std::string& wanted) {
  if (lower(name) == lower(wanted)) return 0;
  if (lower(name).ends_with(" " + lower(wanted))) return 1;
  const bool usual = wanted == "Debug";
  return usual ? (is_debug_configuration(name) ? 2 : 3) : 4;
}

int platform_misfit(const std::string& platform, const std::string& wanted) {
  if (lower(platform) == lower(wanted.empty() ? kOurs : wanted)) return 0;
  if (!wanted.empty()) return 9;
  constexpr std::array<const char*, 5> kNearest = {"ARM64", "Win32", "x86", "ARM", "Any CPU"};
  const auto found =
      std::find_if(kNearest.begin(), kNearest.end(), [&](const char* name) { return lower(name) == lower(platform); });
  return 1 + static_cast<int>(found - kNearest.begin());
}

std::string list_of(const std::vector<ProjectConfiguration>& known) {
  std::string list;
  for (const ProjectConfiguration& one : known)
    list += (list.empty() ? "" : ", ") + one.configuration + "|" + one.platform;
  return list;
}

}  // namespace

ProjectConfiguration parse_configuration(const std::string& text) {
  const size_t bar = text.find('|');
  if (bar == std::string::npos) return {without_blanks(text), {}};
  return {without_blanks(text.substr(0, bar)), without_blanks(text.substr(bar + 1))};
}

bool is_debug_configuration(const std::string& name) {
  return lower(name).find("debug") != std::string::npos;
}

ProjectConfiguration choose_configuration(const std::vector<ProjectConfiguration>& known, const ProjectQuery& query,
                                          std::string& problem, std::string& notes, const std::string& file) {
  if (known.empty()) return {query.configuration, query.platform.empty() ? kOurs : query.platform};
  const ProjectConfiguration* best = nullptr;
  int least = 0;
  for (const ProjectConfiguration& one : known) {
    const int by_name = misfit(one.configuration, query.configuration);
    const int by_platform = platform_misfit(one.platform, query.platform);
    if (by_name >= 4 || by_platform >= 9) continue;
    // The platform weighs more: what another processor needs may not compile at all. The last of equals is the newest.
    const int total = by_platform * 10 + by_name;
    if (!best || total <= least) best = &one, least = total;
  }
  if (!best) {
    const std::string platform = query.platform.empty() ? std::string() : "|" + query.platform;
    problem = file + ": there is no configuration " + query.configuration + platform + "; there are " + list_of(known);
    return {};
  }
  if (least >= 2)
    notes += file + ": note: building " + best->configuration + "|" + best->platform + ", the nearest to " +
             query.configuration + "|" + (query.platform.empty() ? kOurs : query.platform) + "; there are " +
             list_of(known) + "\n";
  return *best;
}

}  // namespace owdf::cli
