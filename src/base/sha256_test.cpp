#include "base/sha256.h"

#include <doctest/doctest.h>

using namespace hindcast;

TEST_CASE("the examples of FIPS 180-4 come out as it prints them") {
  CHECK(hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(hex(sha256(std::string(1'000'000, 'a'))) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("a text that is added in pieces has the digest of the whole") {
  const std::string text(300, 'x');
  for (std::size_t cut = 0; cut <= text.size(); ++cut)
    CHECK(Sha256().add(text.substr(0, cut)).add(text.substr(cut)).digest() == sha256(text));
}

TEST_CASE("the processor's instructions and ours give the same digest") {
  std::string text;
  for (int i = 0; i < 500; ++i, text += static_cast<char>(i * 7))
    CHECK(Sha256(Sha256::Means::portable).add(text).digest() == sha256(text));
  CHECK(hex(Sha256(Sha256::Means::portable).add("abc").digest()) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
