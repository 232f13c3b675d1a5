"""What images import: the host's table of names, and the thunks that are linked into every image.

An image calls a thunk inside itself, which jumps through a slot that the loader fills. Thunk, slot and table entry of one name
form one section group, so that ld.lld --gc-sections keeps them or drops them together: an image's table holds exactly the
names it uses. Data is a cell inside the image that the loader copies or points at the machine's variable.
"""
import os

from generator import nt_lies
from generator.model import read
from generator.output import BANNER, write

# Kinds of loader/image_format.h.
FUNCTION, DATA_ADDRESS, DATA_COPY, SANITIZER, SANITIZER_COPY = range(5)

# What the stub of an unbuilt function answers, by the column `returns`.
ANSWERS = {
  "status": ("int32_t", "not_built_status"),
  "bool": ("int32_t", "not_built_bool"),
  "null": ("void*", "not_built_null"),
  "handle": ("void*", "not_built_handle"),
  "failed": ("uint32_t", "not_built_failed"),
  "error": ("int32_t", "not_built_error"),
  "configret": ("uint32_t", "not_built_configret"),
  "hresult": ("int32_t", "not_built_hresult"),
}


class Import:
  def __init__(self, row, world):
    self.name = row["name"]
    self.data = row["kind"] == "data"
    self.module = row["module"]
    self.header = row["header"]
    self.symbol = row["symbol"] or self.name
    self.size = int(row["returns"]) if self.data else 0
    self.returns = row["returns"]
    if world == "win32" and self.returns == "pointer" and self.module != "msvcrt":
      self.returns = "null"
    self.worlds = {world}


def load(folder):
  """Every importable name once, sorted as strcmp sorts; what drivers and programs share is one function of ours."""
  imports = {}
  for world in ("nt", "win32"):
    directory = os.path.join(folder, world)
    for file in sorted(os.listdir(directory)):
      if not file.endswith(".tsv"):
        continue
      for row in read(directory, file):
        known = imports.get(row["name"])
        if known is None:
          imports[row["name"]] = Import(row, world)
        elif world in known.worlds:
          raise ValueError(f"{world}/{file}: {row['name']} is listed twice")
        elif known.symbol != (row["symbol"] or row["name"]):
          raise ValueError(f"{world}/{file}: {row['name']} has another symbol than in nt/")
        else:
          known.worlds.add(world)
  return [imports[name] for name in sorted(imports)]


def host_source(imports, lying):
  lines = [f"// {BANNER}", '#include "loader/import_stub.h"', '#include "loader/import_table.h"', "",
           "// A function that nobody has built yet is a null address here; its row then holds a stub that says so.",
           "// The types are not the real ones: only addresses are taken, and the names have C linkage.", 'extern "C" {']
  for item in imports:
    if item.data:
      lines.append(f"void* {item.symbol}(owdf::nt::Machine&) __attribute((weak));")
    else:
      lines.append(f"void {item.symbol}() __attribute((weak));")
  lines += ["#ifdef OWDF_PROVE", "// What images get instead of the truth (gen/nt/lies.cc)."]
  lines += [f"void owdf_lie_{name}();" for name in lying]
  lines += ["#define OWDF_BUILT(name) (&name ? &owdf_lie_##name : nullptr)", "#else", "#define OWDF_BUILT(name) &name",
            "#endif"]
  lines += ["}", "", "namespace owdf::loader {", "namespace {"]
  for item in imports:
    if not item.data:
      answer = ANSWERS.get(item.returns)
      if answer:
        lines.append(f'OWDF_MS_ABI {answer[0]} stub_{item.name}() {{ return {answer[1]}("{item.name}"); }}')
      else:
        lines.append(f'OWDF_MS_ABI void stub_{item.name}() {{ not_built_fatal("{item.name}"); }}')
  lines += ["", "HostImport function_row(const char* name, const char* module, const char* header, void (*built)(),",
            "                        const void* stub) {",
            "  return {name, module, header, HostImportKind::kFunction, built != nullptr,",
            "          built ? reinterpret_cast<const void*>(built) : stub, nullptr};", "}", "",
            "HostImport data_row(const char* name, const char* module, const char* header,",
            "                    void* (*data)(nt::Machine&)) {",
            "  return {name, module, header, HostImportKind::kData, data != nullptr, nullptr, data};", "}", "",
            "std::vector<HostImport> make_rows() {", "  return {"]
  for item in imports:
    if item.data:
      lines.append(f'      data_row("{item.name}", "{item.module}", "{item.header}", &{item.symbol}),')
    else:
      stub = f"reinterpret_cast<const void*>(&stub_{item.name})"
      built = f"OWDF_BUILT({item.symbol})" if item.name in lying else f"&{item.symbol}"
      lines.append(f'      function_row("{item.name}", "{item.module}", "{item.header}", {built}, {stub}),')
  lines += ["  };", "}", "}  // namespace", "", "std::span<const HostImport> host_imports() {",
            "  static const std::vector<HostImport> rows = make_rows();", "  return rows;", "}", "",
            "}  // namespace owdf::loader"]
  return "\n".join(lines) + "\n"


def entry(name, slot, kind, size):
  return [f'  .section owdf_imports,"awG",@progbits,owdf.{name}', "  .p2align 3",
          f"  .quad .Lname.{name}, {slot}", f"  .long {kind}, {size}",
          f'  .section .rodata.owdf,"aG",@progbits,owdf.{name}', f'.Lname.{name}: .asciz "{name}"']


def function_thunk(name):
  return [f'  .section .text.owdf,"axG",@progbits,owdf.{name}', f"  .globl {name}", f"  .hidden {name}",
          f"  .type {name},@function", f"{name}: jmp *__imp_{name}(%rip)", f"  .size {name}, .-{name}",
          f'  .section .data.owdf,"awG",@progbits,owdf.{name}', "  .p2align 3", f"  .globl __imp_{name}",
          f"  .hidden __imp_{name}", f"__imp_{name}: .quad 0"] + entry(name, f"__imp_{name}", FUNCTION, 0)


def data_cell(name, size):
  cell = [f'  .section .data.owdf,"awG",@progbits,owdf.{name}', "  .p2align 4", f"  .globl {name}", f"  .hidden {name}",
          f"{name}: .zero {size}"] + entry(name, name, DATA_COPY, size)
  pointer = [f'  .section .data.owdf,"awG",@progbits,owdf.__imp_{name}', "  .p2align 3", f"  .globl __imp_{name}",
             f"  .hidden __imp_{name}", f"__imp_{name}: .quad 0",
             f'  .section owdf_imports,"awG",@progbits,owdf.__imp_{name}', "  .p2align 3",
             f"  .quad .Limp.{name}, __imp_{name}", f"  .long {DATA_ADDRESS}, 0",
             f'  .section .rodata.owdf,"aG",@progbits,owdf.__imp_{name}', f'.Limp.{name}: .asciz "{name}"']
  return cell + pointer


def image_source(imports, world):
  lines = [f"/* {BANNER} */"]
  for item in imports:
    if world in item.worlds:
      lines += data_cell(item.name, item.size) if item.data else function_thunk(item.name)
  lines += ['  .section .note.GNU-stack,"",@progbits']
  return "\n".join(lines) + "\n"


def write_all(folder, out):
  imports = load(folder)
  write(os.path.join(out, "loader", "imports.cc"), host_source(imports, [name for name, _ in nt_lies.functions(folder)]))
  write(os.path.join(out, "image", "imports_driver.S"), image_source(imports, "nt"))
  write(os.path.join(out, "image", "imports_program.S"), image_source(imports, "win32"))
