// Names and ports: without libcurl.
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <memory>

#include "base/text.h"
#include "base/time.h"
#include "net/curl.h"
#include "net/requests.h"

namespace hindcast::net {
namespace {

using guards::Probe;
using guards::ProbeAnswer;
using guards::Reached;

// What a name stands for; asks in a thread of the C library's, which alone can be left waiting.
struct Lookup {
  std::string host;
  addrinfo hints{};
  gaicb request{};

  ~Lookup() {
    if (request.ar_result != nullptr) ::freeaddrinfo(request.ar_result);
  }
};

struct Found {
  Reached reached = Reached::answered;
  std::unique_ptr<Lookup> lookup;  // where answered
};

Found look_up(const std::string& host, std::int64_t ms_max) {
  auto lookup = std::make_unique<Lookup>();
  lookup->host = host;
  lookup->hints.ai_socktype = SOCK_STREAM;
  lookup->hints.ai_flags = AI_CANONNAME;
  lookup->request.ar_name = lookup->host.c_str();
  lookup->request.ar_request = &lookup->hints;
  gaicb* list[] = {&lookup->request};
  if (::getaddrinfo_a(GAI_NOWAIT, list, 1, nullptr) != 0) return {Reached::unreachable, nullptr};
  const std::int64_t until = steady_ms() + ms_max;
  int state = EAI_INPROGRESS;
  while (state == EAI_INPROGRESS) {
    const std::int64_t left = until - steady_ms();
    if (left <= 0) break;
    const timespec wait{left / 1000, (left % 1000) * 1'000'000};
    const gaicb* waited[] = {&lookup->request};
    (void)::gai_suspend(waited, 1, &wait);  // the state says what came of it
    state = ::gai_error(&lookup->request);
  }
  if (state == EAI_INPROGRESS) {
    // What can't be called back writes into it some day: then it is left alone for good.
    if (::gai_cancel(&lookup->request) == EAI_NOTCANCELED) (void)lookup.release();
    return {Reached::timed_out, nullptr};
  }
  if (state == 0) return {Reached::answered, std::move(lookup)};
  const bool is_nobody = state == EAI_NONAME || state == EAI_NODATA || state == EAI_ADDRFAMILY;
  return {is_nobody ? Reached::no_such_host : Reached::unreachable, nullptr};
}

std::string text_of(const sockaddr& address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address.sa_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, &address, sizeof v4);
    (void)::inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);  // fails for no such size
  } else if (address.sa_family == AF_INET6) {
    sockaddr_in6 v6;
    std::memcpy(&v6, &address, sizeof v6);
    (void)::inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
  }
  return text;
}

std::string message_of(Reached reached) {
  switch (reached) {
    case Reached::no_such_host:
      return "there is no host of that name";
    case Reached::timed_out:
      return "no answer in time";
    case Reached::refused:
      return "an address of one's own network, which hindcast.toml does not allow";
    case Reached::unreachable:
      return "the name service has no answer";
    case Reached::answered:
    case Reached::untrusted:
      break;
  }
  return {};
}

ProbeAnswer not_reached(Reached reached) {
  ProbeAnswer answer;
  answer.reached = reached;
  answer.message = message_of(reached);
  return answer;
}

// 0, or what the system says.
int connect_to(const addrinfo& address, int port, std::int64_t ms_max) {
  sockaddr_storage to{};
  std::memcpy(&to, address.ai_addr, std::min<std::size_t>(address.ai_addrlen, sizeof to));
  const auto number = htons(static_cast<std::uint16_t>(port));
  if (to.ss_family == AF_INET) reinterpret_cast<sockaddr_in&>(to).sin_port = number;
  if (to.ss_family == AF_INET6) reinterpret_cast<sockaddr_in6&>(to).sin6_port = number;
  const int socket = ::socket(to.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (socket < 0) return errno;
  int error = ::connect(socket, reinterpret_cast<const sockaddr*>(&to), address.ai_addrlen) == 0 ? 0 : errno;
  const std::int64_t until = steady_ms() + ms_max;
  while (error == EINPROGRESS || error == EINTR) {
    pollfd waited{socket, POLLOUT, 0};
    const std::int64_t left = std::max<std::int64_t>(until - steady_ms(), 0);
    const int ready = ::poll(&waited, 1, static_cast<int>(left));
    if (ready == 0) error = ETIMEDOUT;
    if (ready < 0 && errno != EINTR) error = errno;
    if (ready <= 0) continue;
    socklen_t size = sizeof error;
    if (::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
  }
  (void)::close(socket);  // nothing was written
  return error;
}

std::string system_message(int error) {
  if (error == ECONNREFUSED) return "the connection is refused";
  if (error == ENETUNREACH || error == EHOSTUNREACH) return "there is no way to that host";
  if (error == ECONNRESET) return "the connection is reset";
  return "the connection can't be made (system error " + std::to_string(error) + ")";
}

}  // namespace

ProbeAnswer ask_dns(const Probe& probe) {
  const auto found = look_up(probe.host, probe.answer_ms_max);
  if (found.reached != Reached::answered) return not_reached(found.reached);
  ProbeAnswer answer;
  const addrinfo* first = found.lookup->request.ar_result;
  for (const addrinfo* one = first; one != nullptr; one = one->ai_next)
    answer.addresses.push_back(text_of(*one->ai_addr));
  std::sort(answer.addresses.begin(), answer.addresses.end());
  answer.addresses.erase(std::unique(answer.addresses.begin(), answer.addresses.end()),
                         answer.addresses.end());
  if (first != nullptr && first->ai_canonname != nullptr && lower(first->ai_canonname) != lower(probe.host))
    answer.canonical = first->ai_canonname;
  return answer;
}

ProbeAnswer ask_tcp(const Probe& probe) {
  const std::int64_t until = steady_ms() + probe.answer_ms_max;
  const auto found = look_up(probe.host, probe.answer_ms_max);
  if (found.reached != Reached::answered) return not_reached(found.reached);
  const bool is_own = allows_private(probe, probe.host, probe.port);
  bool was_refused = false;
  int error = EHOSTUNREACH;
  bool was_tried = false;
  for (const addrinfo* one = found.lookup->request.ar_result; one != nullptr; one = one->ai_next) {
    if (!is_own && !may_connect(*one->ai_addr)) {
      was_refused = true;
      continue;
    }
    was_tried = true;
    error = connect_to(*one, probe.port, until - steady_ms());
    if (error == 0) return {};
  }
  if (was_refused && !was_tried) return not_reached(Reached::refused);
  if (error == ETIMEDOUT) return not_reached(Reached::timed_out);
  ProbeAnswer answer;
  answer.reached = Reached::unreachable;
  answer.message = system_message(error);
  return answer;
}

}  // namespace hindcast::net
