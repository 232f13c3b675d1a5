// What `wdf new` writes: a driver that builds and runs here and with the WDK, from templates inside this program.
#pragma once

#include <string>
#include <vector>

namespace owdf::cli {

struct NewDriver {
  std::string name;
  std::string kind = "function";  // function, filter, nonpnp
  std::string parent = ".";       // where the driver's folder is made
  std::string device;             // hardware id; empty: ROOT\NAME
};

struct NewFile {
  std::string path;  // in the driver's folder
  std::string text;
};

// Empty: a driver can be made of it. Otherwise a sentence with the reason and an example.
std::string problem_with(const NewDriver& driver);

// The files of a driver that has no problem; `program`: the wdf that editors are told to start. Identifiers are drawn
// afresh each time.
std::vector<NewFile> files_of(const NewDriver& driver, const std::string& program);

// Makes `parent`/`name` with all files in it, or nothing at all. Empty: made; otherwise a sentence why not.
std::string write_all(const NewDriver& driver, const std::vector<NewFile>& files);

}  // namespace owdf::cli
