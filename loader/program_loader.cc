#include "loader/program_loader.h"

#include <cstdlib>

namespace owdf::loader {

namespace {

class ElfProgramImage final : public nt::ProgramImage {
 public:
  explicit ElfProgramImage(std::unique_ptr<Image> image) : image_(std::move(image)) {}

  void run_constructors() override { image_->run_constructors(); }
  void* base() const override { return image_->base(); }

  int32_t call_entry(const nt::ProgramArguments& arguments) override {
    const owdf_program_arguments given{
        .argc = arguments.argc,
        .argv = arguments.argv,
        .wide_argv = reinterpret_cast<unsigned short**>(arguments.wide_argv),
        .environment = arguments.environment,
        .wide_environment = reinterpret_cast<unsigned short**>(arguments.wide_environment)};
    using Entry = int(__attribute__((ms_abi))*)(const owdf_program_arguments*);
    return reinterpret_cast<Entry>(image_->entry())(&given);
  }

 private:
  std::unique_ptr<Image> image_;
};

}  // namespace

ElfProgramLoader::ElfProgramLoader() {
  if (const char* directory = std::getenv("OPENWDF_PROFILE_DIR")) profile_directory_ = directory;
}

Result<std::unique_ptr<nt::ProgramImage>> ElfProgramLoader::load_program(nt::Machine& machine,
                                                                         const std::string& host_file,
                                                                         const std::string& name,
                                                                         std::string* problem) {
  std::unique_ptr<Image> image = TRY(Image::load(host_file,
                                                 {.name = name,
                                                  .kind = OWDF_IMAGE_PROGRAM,
                                                  .machine = &machine,
                                                  .lookup = lookup_,
                                                  .profile_directory = profile_directory_},
                                                 problem));
  return std::unique_ptr<nt::ProgramImage>(std::make_unique<ElfProgramImage>(std::move(image)));
}

}  // namespace owdf::loader
