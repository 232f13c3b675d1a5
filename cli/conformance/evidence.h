// What was seen: the citations of a test run (citations.json of ./dev test) and the result of ./dev prove (prove.json).
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

namespace owdf::cli {

struct Citations {
  bool run = false;                                        // false: there is no file
  std::map<std::string, std::vector<std::string>> passed;  // row -> tests
  std::map<std::string, std::vector<std::string>> failed;
};

struct Verdict {
  std::string state;               // proved, failing, survived, untold, storyboard
  std::set<std::string> families;  // for which it is proved
  unsigned told = 0;               // lies that were told to its tests
  unsigned killed = 0;             // lies that a test noticed
  std::vector<std::string> survivors;
};

struct ProveResult {
  bool run = false;
  std::string commit;
  std::map<std::string, Verdict> rows;
};

// `path` empty: the file of the build that this program is from (and, for the proof, of the prove build beside it);
// no file there means that it was not run. A path that was asked for has to be there. Both throw BadInput.
Citations read_citations(const std::string& path);
ProveResult read_prove_result(const std::string& path);

}  // namespace owdf::cli
