// Conformance as text, JSON (the shape of the product's promise: rows, proved, areas, list) and one HTML page.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/conformance/conformance.h"

namespace owdf::cli {
namespace {

constexpr const char* kStates[] = {"proved", "failing", "open", "deferred", "not testable"};

constexpr const char* kStyle = R"(<style>
body{font:14px/1.4 system-ui,sans-serif;margin:2em auto;max-width:90em;padding:0 1em;color:#222}
table{border-collapse:collapse}table.rows{width:100%;margin-bottom:2em}
td,th{border-bottom:1px solid #ddd;padding:.3em .6em;text-align:left;vertical-align:top}
th{position:sticky;top:0;background:#fff}tr.all{font-weight:bold}
.number{text-align:right;min-width:5em;font-variant-numeric:tabular-nums}
.id{white-space:nowrap;font-weight:600}.families,.state{white-space:nowrap}
tr:target{outline:2px solid #36c}tr.proved .id{border-left:6px solid #4a4}tr.failing .id{border-left:6px solid #c33}
tr.open .id{border-left:6px solid #ddd}
tr.deferred,tr.not{color:#777}tr.deferred .id,tr.not .id{border-left:6px solid #eee}
span.proved{color:#262}span.failing{color:#a11;font-weight:bold}span.open,span.deferred,span.not{color:#777}
small{color:#555}details{font-size:12px}summary{cursor:pointer}
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

// "deferred(UMDF 2 hosts)" is styled as "deferred", "not testable" as "not".
std::string style_of(const std::string& state) {
  return state.substr(0, state.find_first_of("( "));
}

std::string html_families(const RowState& state) {
  std::string out;
  for (const auto& [family, of_family] : state.families)
    out += fmt::format("{} <span class=\"{}\" title=\"{}\">{}</span><br>", family, style_of(of_family),
                       escaped(of_family), of_family.substr(0, of_family.find('(')));
  return out;
}

// A list that is opened by a click; nothing if there is nothing in it.
std::string html_list(const char* what, const std::vector<std::string>& entries) {
  if (entries.empty()) return "";
  std::string out = fmt::format("<details><summary>{} {}</summary>", entries.size(), what);
  for (const std::string& entry : entries) out += escaped(entry) + "<br>";
  return out + "</details>";
}

std::string html_row(const RowState& state) {
  const std::string& id = state.row->id;
  return fmt::format(
      "<tr class=\"{}\" id=\"{}\"><td class=\"id\">{}<td>{}<br><small>{}</small><td class=\"families\">{}<td>{}"
      "<td><span class=\"state\">{}</span><br><small>{}</small>{}</tr>\n",
      style_of(state.state), id, id, escaped(state.row->text), escaped(state.row->names), html_families(state),
      html_list("tests", state.tests), escaped(state.state), escaped(state.note),
      html_list("lies believed", state.believed));
}

std::string html_counts(const std::string& name, const AreaCount& counts) {
  std::string out = fmt::format("<td>{}<td class=\"number\">{}", name, counts.rows);
  for (const char* state : kStates) out += fmt::format("<td class=\"number\">{}", counts.with(state));
  return out + "</tr>\n";
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
    for (const char* state : kStates) area[state] = counts.with(state);
  }
  document["list"] = nlohmann::ordered_json::array();
  for (const RowState& state : list)
    document["list"].push_back({{"id", state.row->id},
                                {"state", state.state},
                                {"tests", state.tests},
                                {"note", state.note},
                                {"believed", state.believed},
                                {"families", state.families}});
  document["unknown"] = unknown;
  return document.dump(1) + "\n";
}

std::string Conformance::html() const {
  std::string out = "<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>OpenWDF: conformance</title>\n";
  out += kStyle;
  out += fmt::format("\n<h1>Conformance</h1>\n<p>{} of {} requirement rows proved. {}.</p>\n", total.with("proved"),
                     total.rows, escaped(prove_line()));
  out += "<table><tr><th>area<th class=\"number\">rows";
  for (const char* state : kStates) out += fmt::format("<th class=\"number\">{}", state);
  out += "</tr>\n";
  for (const auto& [name, counts] : areas)
    out += "<tr>" + html_counts(fmt::format("<a href=\"#{0}\">{0}</a>", name), counts);
  out += "<tr class=\"all\">" + html_counts("all", total) + "</table>\n";
  std::string open;
  for (const RowState& state : list) {
    const std::string area = state.row->area();
    if (area != open) {
      if (!open.empty()) out += "</table>\n";
      open = area;
      const AreaCount& counts = areas.at(area);
      out += fmt::format("<h2 id=\"{0}\">{0}: {1} of {2} proved</h2>\n<table class=\"rows\">", area,
                         counts.with("proved"), counts.rows);
      out += "<tr><th>id<th>requirement<th>families<th>tests<th>state</tr>\n";
    }
    out += html_row(state);
  }
  return out + (open.empty() ? "" : "</table>\n") + "</html>\n";
}

}  // namespace owdf::cli
