#include <poll.h>

#include <string>

#include "net/curl.h"
#include "net/net.h"

namespace hindcast::net {
namespace {

// The answer is in the status: the body need not come.
std::size_t stop_reading(char*, std::size_t, std::size_t, void*) {
  return 0;
}

std::string_view without_www(std::string_view host) {
  return host.starts_with("www.") ? host.substr(4) : host;
}

bool is_same_host(const std::string& from, const std::string& to) {
  const auto one = address_of(from), other = address_of(to);
  return one.ok() && other.ok() && without_www(one->host) == without_www(other->host);
}

}  // namespace

struct Client::Impl {
  CURL* handle = nullptr;
  Gate gate;

  ~Impl() {
    if (handle != nullptr) curl().easy_cleanup(handle);
  }

  template <typename Value>
  void set(CURLoption option, Value value) {
    (void)curl().easy_setopt(handle, option, value);  // fails for options that a build of libcurl lacks
  }

  // One request; `next` is where the server sends us, "" for nowhere.
  Answer request(const std::string& url, const AskOptions& options, bool with_body, std::string& next) {
    curl().easy_reset(handle);
    gate = {options.allows_private, false};
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_NOBODY, with_body ? 0L : 1L);
    set(CURLOPT_HTTPGET, with_body ? 1L : 0L);
    if (!with_body) set(CURLOPT_NOBODY, 1L);
    set(CURLOPT_WRITEFUNCTION, &stop_reading);
    set(CURLOPT_OPENSOCKETFUNCTION, &open_socket);
    set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(&gate));
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_PROXY, "");
    set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_FRESH_CONNECT, 1L);  // each is checked
    set(CURLOPT_FORBID_REUSE, 1L);
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(options.answer_ms_max));
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.answer_ms_max));
    set(CURLOPT_USERAGENT, options.user_agent.c_str());
    const auto code = curl().easy_perform(handle);
    long status = 0;
    (void)curl().easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);  // 0 where there is none
    Answer answer;
    answer.status = static_cast<int>(status);
    answer.message = curl().easy_strerror(code);
    next.clear();
    if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && status != 0)) {
      const char* target = nullptr;
      if (curl().easy_getinfo(handle, CURLINFO_REDIRECT_URL, &target) == CURLE_OK && target != nullptr)
        next = target;
      return answer;
    }
    answer.status = 0;
    answer.outcome = Outcome::unreachable;
    if (gate.refused)
      answer.outcome = Outcome::refused;
    else if (code == CURLE_COULDNT_RESOLVE_HOST)
      answer.outcome = Outcome::no_such_host;
    else if (code == CURLE_OPERATION_TIMEDOUT)
      answer.outcome = Outcome::timed_out;
    return answer;
  }
};

Client::Client(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Client::Client(Client&&) noexcept = default;
Client::~Client() = default;

Result<Client> Client::create() {
  auto impl = std::make_unique<Impl>();
  if (curl().is_there) impl->handle = curl().easy_init();
  if (impl->handle == nullptr)
    return Error{ErrorCode::unavailable, "libcurl is not there; install it (on Debian: libcurl4)"};
  return Client(std::move(impl));
}

void pause(std::int64_t milliseconds) {
  // There is nothing to wait for but time.
  (void)::poll(nullptr, 0, static_cast<int>(milliseconds));
}

Answer Client::ask(const std::string& url, const AskOptions& options) {
  std::string at = url, next;
  for (int redirects = 0;; ++redirects) {
    if (!address_of(at).ok()) return {Outcome::refused, 0, "no address that may be asked"};
    auto answer = impl_->request(at, options, false, next);
    // Many servers say no to HEAD alone, or count a robot's HEAD as an attack.
    const bool says_no = answer.outcome == Outcome::answered && answer.status >= 400 && answer.status != 429;
    if (says_no) answer = impl_->request(at, options, true, next);
    const bool is_redirect = answer.outcome == Outcome::answered && answer.status / 100 == 3 && !next.empty();
    if (!is_redirect || redirects == options.redirects_max || !is_same_host(at, next)) return answer;
    at = next;
  }
}

}  // namespace hindcast::net
