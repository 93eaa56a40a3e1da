#include "net/requests.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

#include "base/text.h"
#include "net/curl.h"
#include "net/net.h"

namespace hindcast::net {
namespace {

using guards::Header;
using guards::Probe;
using guards::ProbeAnswer;
using guards::Reached;

constexpr std::size_t headers_max = 256;

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* to) {
  auto& answer = *static_cast<ProbeAnswer*>(to);
  const std::size_t room = guards::probe_body_bytes_max - answer.body.size();
  answer.body.append(bytes, std::min(room, size * count));
  answer.is_cut = answer.is_cut || size * count > room;
  return answer.is_cut ? 0 : size * count;  // less than was given: no more, please
}

std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* to) {
  auto& answer = *static_cast<ProbeAnswer*>(to);
  const auto line = trimmed({bytes, size * count});
  const auto colon = line.find(':');
  if (line.starts_with("HTTP/"))
    answer.headers.clear();  // those of an answer before the answer
  else if (colon != line.npos && answer.headers.size() < headers_max)
    answer.headers.push_back(
        {std::string(trimmed(line.substr(0, colon))), std::string(trimmed(line.substr(colon + 1)))});
  return size * count;
}

// One request.
class Request {
 public:
  Request() : handle_(curl().is_there ? curl().easy_init() : nullptr) {}
  Request(const Request&) = delete;
  Request& operator=(const Request&) = delete;
  ~Request() {
    if (handle_ != nullptr) curl().easy_cleanup(handle_);
    if (lines_ != nullptr) curl().slist_free_all(lines_);
  }

  bool is_there() const { return handle_ != nullptr; }

  template <typename Value>
  void set(CURLoption option, Value value) {
    (void)curl().easy_setopt(handle_, option, value);  // fails for options that a build of libcurl lacks
  }

  // What every request of ours has.
  void prepare(const std::string& url, const Probe& probe, bool is_own, std::int64_t ms_max) {
    gate_ = {is_own, false};
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_OPENSOCKETFUNCTION, &open_socket);
    set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(&gate_));
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_PROXY, "");
    set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(ms_max));
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(ms_max));
    set(CURLOPT_ERRORBUFFER, error_.data());
    if (!probe.authorities.empty()) {
      curl_blob blob{const_cast<char*>(probe.authorities.data()), probe.authorities.size(), CURL_BLOB_COPY};
      set(CURLOPT_CAINFO_BLOB, &blob);
      set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    }
  }

  void add_line(const std::string& line) {
    auto* const longer = curl().slist_append(lines_, line.c_str());
    if (longer != nullptr) lines_ = longer;
  }

  void send_lines() { set(CURLOPT_HTTPHEADER, lines_); }

  CURLcode perform() { return curl().easy_perform(handle_); }

  template <typename Value>
  Value info(CURLINFO which, Value value) {
    (void)curl().easy_getinfo(handle_, which, &value);  // `value` stays where nothing is known
    return value;
  }

  // What came of it, the answer itself aside.
  void judge(CURLcode code, ProbeAnswer& answer) const {
    if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && answer.is_cut)) return;
    answer.reached = Reached::unreachable;
    answer.message = lower(curl().easy_strerror(code));
    if (gate_.refused) {
      answer.reached = Reached::refused;
      answer.message = "an address of one's own network, which hindcast.toml does not allow";
    } else if (code == CURLE_COULDNT_RESOLVE_HOST) {
      answer.reached = Reached::no_such_host;
      answer.message = "there is no host of that name";
    } else if (code == CURLE_OPERATION_TIMEDOUT) {
      answer.reached = Reached::timed_out;
      answer.message = "no answer in time";
    } else if (code == CURLE_COULDNT_CONNECT) {
      answer.message = "the connection is refused";
    } else if (code == CURLE_PEER_FAILED_VERIFICATION) {
      answer.reached = Reached::untrusted;
      if (error_[0] != '\0') answer.message = error_.data();
    }
  }

 private:
  CURL* handle_;
  curl_slist* lines_ = nullptr;
  Gate gate_;
  std::array<char, CURL_ERROR_SIZE> error_{};
};

Error no_library() {
  return {ErrorCode::unavailable, "libcurl is not there; install it (on Debian: libcurl4)"};
}

// What is asked next where the answer sends us on.
struct Turn {
  std::string url, method;
  bool has_body = false;
};

void send(Request& request, const Probe& probe, const Turn& turn, const std::string& user_agent) {
  request.set(CURLOPT_USERAGENT, user_agent.c_str());
  if (turn.method == "HEAD") {
    request.set(CURLOPT_NOBODY, 1L);
  } else if (turn.has_body || turn.method == "POST") {
    const std::string_view body = turn.has_body ? std::string_view(probe.body) : std::string_view();
    request.set(CURLOPT_POST, 1L);
    request.set(CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    request.set(CURLOPT_COPYPOSTFIELDS, body.data() == nullptr ? "" : body.data());
    request.set(CURLOPT_CUSTOMREQUEST, turn.method.c_str());
  } else {
    request.set(CURLOPT_HTTPGET, 1L);
    request.set(CURLOPT_CUSTOMREQUEST, turn.method.c_str());
  }
  bool has_type = false;
  for (const Header& header : probe.headers) {
    request.add_line(header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
    has_type = has_type || lower(header.name) == "content-type";
  }
  request.add_line("Expect:");
  if (!has_type) request.add_line("Content-Type:");
  request.send_lines();
}

// Within the host, and never from https to http.
bool may_follow(const std::string& from, const std::string& to) {
  const auto one = address_of(from), other = address_of(to);
  if (!one.ok() || !other.ok() || one->host != other->host) return false;
  const bool is_same = one->scheme == other->scheme && one->port == other->port;
  return is_same ||
         (one->scheme == "http" && one->port == 80 && other->scheme == "https" && other->port == 443);
}

}  // namespace

Result<ProbeAnswer> ask_http(const Probe& probe, const std::string& user_agent) {
  const std::int64_t until = steady_ms() + probe.answer_ms_max;
  Turn turn{probe.url, probe.method, !probe.body.empty()};
  for (int redirects = 0;; ++redirects) {
    Request request;
    if (!request.is_there()) return no_library();
    const auto address = TRY(address_of(turn.url));
    ProbeAnswer answer;
    request.prepare(turn.url, probe, allows_private(probe, address.host, address.port),
                    std::max<std::int64_t>(until - steady_ms(), 1));
    request.set(CURLOPT_WRITEFUNCTION, &take_body);
    request.set(CURLOPT_WRITEDATA, static_cast<void*>(&answer));
    request.set(CURLOPT_HEADERFUNCTION, &take_header);
    request.set(CURLOPT_HEADERDATA, static_cast<void*>(&answer));
    send(request, probe, turn, user_agent);
    request.judge(request.perform(), answer);
    answer.status = static_cast<int>(request.info(CURLINFO_RESPONSE_CODE, 0L));
    if (answer.reached != Reached::answered) return answer;
    const char* const next = request.info(CURLINFO_REDIRECT_URL, static_cast<const char*>(nullptr));
    if (next == nullptr || probe.redirects_max == 0 || !may_follow(turn.url, next)) return answer;
    if (redirects == probe.redirects_max) {
      answer.reached = Reached::unreachable;
      answer.message = "it is sent on and on: " + std::to_string(redirects) + " redirects were followed";
      return answer;
    }
    // As browsers do, and as 303 means it.
    const bool becomes_get = answer.status == 303 || (answer.status < 303 && turn.method == "POST");
    const std::string url = next;  // lives in the request
    turn = becomes_get ? Turn{url, "GET", false} : Turn{url, turn.method, turn.has_body};
  }
}

Result<ProbeAnswer> ask_tls(const Probe& probe) {
  const std::int64_t until = steady_ms() + probe.answer_ms_max;
  const bool is_own = allows_private(probe, probe.host, probe.port);
  const bool is_v6 = probe.host.find(':') != std::string::npos;
  const std::string url =
      "https://" + (is_v6 ? "[" + probe.host + "]" : probe.host) + ":" + std::to_string(probe.port) + "/";
  ProbeAnswer answer;
  // Asked once more where it is not trusted: to learn until when it would have held.
  for (const bool is_trusting : {false, true}) {
    Request request;
    if (!request.is_there()) return no_library();
    request.prepare(url, probe, is_own, std::max<std::int64_t>(until - steady_ms(), 1));
    request.set(CURLOPT_CONNECT_ONLY, 1L);  // no request is sent
    request.set(CURLOPT_CERTINFO, 1L);
    if (is_trusting) {
      request.set(CURLOPT_SSL_VERIFYPEER, 0L);
      request.set(CURLOPT_SSL_VERIFYHOST, 0L);
    }
    ProbeAnswer one;
    request.judge(request.perform(), one);
    if (!is_trusting) answer = one;
    const auto* known = request.info(CURLINFO_CERTINFO, static_cast<curl_certinfo*>(nullptr));
    if (one.reached == Reached::answered && known != nullptr && known->num_of_certs > 0)
      for (const curl_slist* line = known->certinfo[0]; line != nullptr; line = line->next) {
        constexpr std::string_view label = "Expire date:";
        const std::string_view text = line->data;
        const auto time =
            text.starts_with(label) ? certificate_time(text.substr(label.size())) : std::nullopt;
        if (time) answer.has_expiry = true, answer.expires_ms = *time;
      }
    if (answer.reached != Reached::untrusted) break;
  }
  return answer;
}

}  // namespace hindcast::net
