// Runs one fuzz target over the files of the folders named on the command line, each also cut at
// its middle and doubled: the found inputs stay tried in builds that have no libFuzzer.
#include <dirent.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::vector<std::string> files_in(const std::string& folder) {
  std::vector<std::string> paths;
  DIR* listing = opendir(folder.c_str());
  if (listing == nullptr) return paths;
  while (const dirent* entry = readdir(listing)) {
    if (entry->d_name[0] != '.') paths.push_back(folder + "/" + entry->d_name);
  }
  closedir(listing);
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string bytes_of(const std::string& path) {
  std::string bytes;
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return bytes;
  char buffer[1 << 16];
  while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, file))
    bytes.append(buffer, count);
  std::fclose(file);
  return bytes;
}

// From a heap block of exactly this size, so that a sanitizer sees a read past the end.
void run(std::string_view bytes) {
  const auto exact = std::make_unique<std::uint8_t[]>(bytes.size());
  std::copy(bytes.begin(), bytes.end(), exact.get());
  LLVMFuzzerTestOneInput(exact.get(), bytes.size());
}

}  // namespace

int main(int count, char** arguments) {
  int inputs = 0;
  run("");
  for (int i = 1; i < count; ++i) {
    for (const std::string& path : files_in(arguments[i])) {
      const std::string bytes = bytes_of(path);
      run(bytes);
      run(std::string_view(bytes).substr(0, bytes.size() / 2));
      run(bytes + bytes);
      ++inputs;
    }
  }
  std::printf("replayed %d inputs\n", inputs);
  return inputs > 0 ? 0 : 1;  // an empty corpus proves nothing
}
