// Compiling sources of which some use structured exception handling. Those are preprocessed, rewritten
// (cli/build/seh_rewriter.h) and compiled; all others cost one compiler run, as ever.
#pragma once

#include <string>
#include <vector>

#include "cli/build/object_store.h"
#include "cli/build/run_commands.h"

namespace owdf::cli {

bool is_cpp(const std::string& path);

// As run_commands() does; the output of a job is what all of its steps had to say.
std::vector<CommandOutput> run_compilers(const std::vector<const CompileJob*>& jobs, unsigned parallel);

namespace seh {
// Make __try an error that run_compilers() recognizes: a statement that hides in a header or a macro is found by it.
std::vector<std::string> trap_flags();
}  // namespace seh

}  // namespace owdf::cli
