// Structured exception handling as ordinary C. clang accepts __try for our target and drops the handlers; so the
// statements are rewritten after preprocessing, each on its own lines:
//
//   __try { BODY } __except (FILTER) { HANDLER }
//   { record; int phase = enter(&record);          // returns once more for each part that shall run
//     if (phase == 0) { guard; { BODY } } else if (phase == 1) filter_done(&record, FILTER); else { HANDLER } }
//
//   __try { BODY } __finally { CLEANUP }
//   { record; int phase = enter(&record);
//     if (phase == 0) { guard; { BODY } complete(&record); } { CLEANUP } if (record.abnormal) finally_done(&record); }
//
// `guard` is a variable with a cleanup attribute: it sees every way out of the body. The functions are in
// loader/image_runtime/try_block.S; what they do when something is raised is nt/ke/exception.cc's affair.
#pragma once

#include <string>
#include <string_view>

namespace owdf::cli::seh {

struct Rewritten {
  std::string text;    // for the compiler, as preprocessed input
  std::string errors;  // "file:line: error: ..." lines; not empty: `text` is nothing
  bool changed = false;
};

Rewritten rewrite(std::string_view preprocessed, bool cpp);

// A source that may use the statements; comments and strings count, for a wrong yes costs one compiler run only.
bool mentions_statements(std::string_view source, bool cpp);

}  // namespace owdf::cli::seh
