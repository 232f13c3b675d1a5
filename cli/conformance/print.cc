// Conformance as text, JSON (the shape of the product's promise: rows, proved, areas, list) and one HTML page.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/conformance/conformance.h"

namespace owdf::cli {
namespace {

constexpr const char* kStates[] = {"proved", "failing", "open", "deferred", "not testable"};

constexpr const char* kStyle = R"(<style>
body{font:14px/1.4 system-ui,sans-serif;margin:2em auto;max-width:80em;padding:0 1em}
table{border-collapse:collapse;width:100%}
td,th{border-bottom:1px solid #ccc;padding:.25em .5em;text-align:left;vertical-align:top}
td.number{text-align:right}.proved{background:#d9f2d9}.failing{background:#f6c9c9}.deferred,.not{color:#777}
small{color:#555}details{margin:.5em 0}summary{cursor:pointer;font-weight:bold}
</style>)";

const char* colour_of(const std::string& state) {
  if (state == "proved") return "\033[32m";
  if (state == "failing") return "\033[31m";
  return "\033[2m";
}

std::string counts_line(const std::string& name, const AreaCount& counts) {
  std::string line = fmt::format("{:<6}{:>6}", name, counts.rows);
  for (const char* state : kStates) line += fmt::format("{:>14}", counts.with(state));
  return line + "\n";
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string html_row(const RowState& state) {
  std::string families;
  for (const auto& [family, of_family] : state.families)
    families += fmt::format("{}: {}<br>", family, escaped(of_family));
  std::string tests;
  for (const std::string& test : state.tests) tests += escaped(test) + "<br>";
  if (!tests.empty())
    tests = "<details><summary>" + std::to_string(state.tests.size()) + "</summary>" + tests + "</details>";
  const std::string style = state.state.substr(0, state.state.find_first_of("( "));
  return fmt::format(
      "<tr class=\"{}\" id=\"{}\"><td>{}<td>{}<br><small>{}</small><td>{}<td>{}<td>{}<br><small>{}</small></tr>\n",
      style, state.row->id, state.row->id, escaped(state.row->text), escaped(state.row->names), families, tests,
      escaped(state.state), escaped(state.note));
}

}  // namespace

std::string Conformance::prove_line() const {
  if (!prove_run) return "./dev prove was not run: no row can be called proved";
  return "./dev prove was run at commit " + (prove_commit.empty() ? "(unknown)" : prove_commit);
}

std::string Conformance::text(const std::string& area, bool colour) const {
  std::string out;
  if (!area.empty()) {
    for (const RowState& state : list) {
      const std::string padded = fmt::format("{:<22}", state.state);
      out += fmt::format("{:<8} {} {}\n", state.row->id, colour ? colour_of(state.state) + padded + "\033[0m" : padded,
                         state.row->text);
      if (!state.note.empty()) out += fmt::format("{:<31} ({})\n", "", state.note);
    }
    out += "\n";
  }
  out += fmt::format("{:<6}{:>6}", "area", "rows");
  for (const char* state : kStates) out += fmt::format("{:>14}", state);
  out += "\n";
  for (const auto& [name, counts] : areas) out += counts_line(name, counts);
  if (areas.size() > 1) out += counts_line("all", total);
  if (!tests_run) out += "./dev test was not run in this build: citations are not known\n";
  for (const std::string& id : unknown) out += fmt::format("{} is cited and in no table\n", id);
  return out + prove_line() + "\n";
}

std::string Conformance::json() const {
  nlohmann::ordered_json document;
  document["rows"] = total.rows;
  document["proved"] = total.with("proved");
  document["prove_run"] = prove_run;
  document["tests_run"] = tests_run;
  if (prove_run) document["prove_commit"] = prove_commit;
  document["areas"] = nlohmann::ordered_json::object();
  for (const auto& [name, counts] : areas) {
    auto& area = document["areas"][name];
    area = {{"rows", counts.rows}, {"proved", counts.with("proved")}};
    for (const char* state : kStates)
      if (counts.with(state)) area[state] = counts.with(state);
  }
  document["list"] = nlohmann::ordered_json::array();
  for (const RowState& state : list)
    document["list"].push_back({{"id", state.row->id},
                                {"state", state.state},
                                {"tests", state.tests},
                                {"note", state.note},
                                {"families", state.families}});
  document["unknown"] = unknown;
  return document.dump(1) + "\n";
}

std::string Conformance::html() const {
  std::string out = "<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>OpenWDF: conformance</title>\n";
  out += kStyle;
  out += fmt::format("\n<h1>Conformance</h1>\n<p>{} of {} requirement rows proved. {}.</p>\n", total.with("proved"),
                     total.rows, escaped(prove_line()));
  out += "<table><tr><th>area<th>rows";
  for (const char* state : kStates) out += fmt::format("<th>{}", state);
  out += "</tr>\n";
  for (const auto& [name, counts] : areas) {
    out += fmt::format("<tr><td><a href=\"#{0}\">{0}</a><td class=\"number\">{1}", name, counts.rows);
    for (const char* state : kStates) out += fmt::format("<td class=\"number\">{}", counts.with(state));
    out += "</tr>\n";
  }
  out += "</table>\n";
  std::string open;
  for (const RowState& state : list) {
    const std::string area = state.row->area();
    if (area != open) {
      if (!open.empty()) out += "</table>\n";
      open = area;
      out += fmt::format(
          "<h2 id=\"{0}\">{0}</h2>\n<table><tr><th>id<th>requirement<th>families<th>tests<th>state</tr>\n", area);
    }
    out += html_row(state);
  }
  return out + (open.empty() ? "" : "</table>\n") + "</html>\n";
}

}  // namespace owdf::cli
