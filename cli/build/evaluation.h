// Evaluates a project file and everything that it imports, in MSBuild's order: properties, then item definitions, then
// items.
#pragma once

#include <map>
#include <memory>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "cli/build/msbuild.h"
#include "cli/build/project.h"

namespace owdf::cli {

using Metadata = std::map<std::string, std::string>;  // lower-case names

struct ProjectItem {
  std::string include;  // as spelled, or a found file's path where that was a pattern
  Metadata metadata;    // its own on top of what item definitions say
  std::string at;       // "file:line"

  std::string get(const std::string& name) const;
};

struct ProjectFailure {
  std::string text;  // "file:line: sentence"
};

class Evaluation {
 public:
  // Throws ProjectFailure.
  Evaluation(const std::string& path, const ProjectQuery& query);

  std::string property(const std::string& name) const { return properties_.get(name); }
  const std::vector<ProjectItem>& items(const std::string& kind) const;  // lower-case kind
  std::string definition(const std::string& kind, const std::string& name) const;
  const std::string& path() const { return path_; }
  const std::string& folder() const { return folder_; }
  const std::string& notes() const { return notes_; }  // lines for the user

 private:
  struct Document {
    std::string path, folder, text;
    pugi::xml_document xml;
  };
  struct Group {  // an element and the file it stands in
    const Document* document;
    pugi::xml_node node;
    std::string at() const;  // "file:line"
  };

  const Document& open(const std::string& path, const std::string& imported_at);
  void set_standard_properties(const ProjectQuery& query);
  void choose_configuration(const Document& document, const ProjectQuery& query);
  void enter(const Document& document);
  void elements(const Group& parent);
  void import(const Group& element);
  void import_file(const std::string& path, const std::string& at);
  void import_nearest(const char* name, const std::string& at);
  void choose(const Group& element);
  void property_group(const Group& group);
  void definition_group(const Group& group);
  void item_group(const Group& group);
  void item(const Group& element);
  void add_items(const Group& element, const std::string& kind);
  void remove_items(const Group& element, const std::string& kind);
  void update_items(const Group& element, const std::string& kind);
  std::vector<std::string> includes(const Group& element, const char* attribute);
  std::vector<std::string> referenced(const std::string& reference) const;
  void read_metadata(const Group& parent, const Metadata& inherited, Metadata& values);
  bool wanted(const Group& element, const MetadataLookup& metadata = {}) const;
  std::string expand(const Group& element, const std::string& text, const MetadataLookup& metadata = {}) const;
  std::vector<std::string> solution_folders() const;
  std::string from_other_solution(const Group& element, const std::string& target);

  std::string path_, folder_;
  Properties properties_;
  std::vector<std::unique_ptr<Document>> documents_;
  std::vector<std::string> stack_, imported_;  // files that are being read, and those that were
  std::vector<Group> definition_groups_, item_groups_;
  std::map<std::string, Metadata> definitions_;
  std::map<std::string, std::vector<ProjectItem>> items_;
  std::string notes_;
};

}  // namespace owdf::cli
