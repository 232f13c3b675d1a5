#include "cli/build/link_errors.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <sstream>
#include <string_view>
#include <vector>

namespace owdf::cli {
namespace {

struct Meaning {
  std::string_view start;  // of the undefined name
  std::string_view sentence;
};

constexpr std::array<Meaning, 8> kMeanings = {{
    {"__C_specific_handler",
     "a __try statement was compiled by another way than `wdf build`: its handlers would never run"},
    {"__gxx_personality", "C++ exceptions are not supported in this object format: catch clauses would never run"},
    {"__cxa_throw", "C++ exceptions are not supported in this object format"},
    {"_Unwind_", "C++ exceptions are not supported in this object format"},
    {"_ZTVN10__cxxabiv1", "C++ run-time type information is not supported in this object format"},
    {"__emutls_get_address", "__declspec(thread) variables are not supported"},
    {"DriverEntry", "the driver has no DriverEntry"},
    {"WdfFunctions_", "objects compiled for different versions of the framework are linked together"},
}};

std::string base_name(const std::string& path) {
  const size_t slash = path.find_last_of('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

std::string explain(const std::string& name, const std::string& places) {
  const std::string where = places.empty() ? std::string() : " (used in " + places + ")";
  for (const Meaning& meaning : kMeanings)
    if (name.starts_with(meaning.start)) return "error: " + std::string(meaning.sentence) + where + "\n";
  if (name == "main") return "error: the program has neither main nor wmain\n";
  return "error: not available in OpenWDF: " + name + where + "\n";
}

}  // namespace

std::string explain_link_errors(const std::string& text) {
  constexpr std::string_view kUndefined = "error: undefined ";
  constexpr std::string_view kReferenced = ">>> referenced by ";
  std::vector<std::string> order;
  std::map<std::string, std::string> places;
  std::string others, current;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    const size_t undefined = line.find(kUndefined);
    if (undefined != std::string::npos) {
      current = line.substr(line.rfind(": ") + 2);
      order.push_back(current);
    } else if (line.starts_with(kReferenced) && !current.empty()) {
      std::string place = line.substr(kReferenced.size());
      place = base_name(place.substr(0, place.find(' ')));
      std::string& list = places[current];
      if (list.find(place) == std::string::npos) list += (list.empty() ? "" : ", ") + place;
    } else if (!line.starts_with(">>>") && !line.empty()) {
      current.clear();
      others += line + "\n";
    } else if (current.empty()) {
      others += line + "\n";
    }
  }
  std::string result;
  for (const std::string& name : order) result += explain(name, places[name]);
  return result + others;
}

std::string describe_libraries(const std::vector<std::string>& libraries) {
  // Of the kits: what OpenWDF has of them needs no library.
  constexpr std::array<std::string_view, 16> kKit = {
      "ntoskrnl", "hal",      "wdfldr",   "wdfdriverentry", "wdmsec",  "ntstrsafe", "kernel32",   "user32",
      "advapi32", "setupapi", "cfgmgr32", "ole32",          "mincore", "onecore",   "onecoreuap", "bufferoverflowk"};
  std::string names;
  for (const std::string& library : libraries) {
    const std::string stem = library.substr(0, library.rfind('.'));
    const bool known = std::any_of(kKit.begin(), kKit.end(), [&](std::string_view one) {
      return stem.size() == one.size() && std::equal(stem.begin(), stem.end(), one.begin(), [](char a, char b) {
               return std::tolower(static_cast<unsigned char>(a)) == b;
             });
    });
    if (!known && !stem.empty()) names += (names.empty() ? "" : ", ") + library;
  }
  return names.empty() ? std::string()
                       : "hint: the project links " + names +
                             ", which no project here makes; functions of theirs are among the missing ones\n";
}

}  // namespace owdf::cli
