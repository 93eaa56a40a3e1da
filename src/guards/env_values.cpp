#include "guards/env_values.h"

#include <algorithm>
#include <array>

#include "base/secret_shape.h"
#include "base/text.h"
#include "json/json.h"

namespace hindcast::guards {
namespace {

using data::Value;
using facts::Verdict;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_all(std::string_view text, std::string_view of) {
  return !text.empty() && text.find_first_not_of(of) == text.npos;
}

bool is_integer(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return is_all(text, "0123456789");
}

bool is_number(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const auto dot = text.find('.');
  if (dot == text.npos) return is_all(text, "0123456789");
  return is_all(text.substr(0, dot), "0123456789") && is_all(text.substr(dot + 1), "0123456789");
}

bool is_port(std::string_view text) {
  return is_all(text, "0123456789") && text.size() <= 5 && std::stoi(std::string(text)) >= 1 &&
         std::stoi(std::string(text)) <= 65535;
}

// "scheme://host", without blanks.
bool is_url(std::string_view text) {
  const auto mark = text.find("://");
  if (mark == text.npos || mark == 0 || mark + 3 >= text.size()) return false;
  const auto is_of_scheme = [](char c) {
    return (lower(c) >= 'a' && lower(c) <= 'z') || is_digit(c) || c == '+' || c == '-' || c == '.';
  };
  return std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(mark), is_of_scheme) &&
         text.find_first_of(" \t\r\n") == text.npos && text[mark + 3] != '/';
}

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  return at != text.npos && at > 0 && text.find('@', at + 1) == text.npos &&
         text.find('.', at) != text.npos && text.back() != '.' && text.find_first_of(" \t\r\n") == text.npos;
}

bool is_boolean(std::string_view text) {
  const auto small = lower(text);
  return small == "true" || small == "false" || small == "1" || small == "0" || small == "yes" ||
         small == "no" || small == "on" || small == "off";
}

bool is_hex(std::string_view text) {
  if (text.starts_with("0x")) text.remove_prefix(2);
  return is_all(text, "0123456789abcdefABCDEF");
}

bool is_json(std::string_view text) {
  return !text.empty() && data::read_json(text).ok();
}

struct Kind {
  std::string_view name;
  bool (*holds)(std::string_view);
};
constexpr std::array<Kind, 8> kinds = {{{"boolean", is_boolean},
                                        {"email", is_email},
                                        {"hex", is_hex},
                                        {"integer", is_integer},
                                        {"json", is_json},
                                        {"number", is_number},
                                        {"port", is_port},
                                        {"url", is_url}}};

Sealed sealed_as(std::string_view value) {
  if (value.starts_with("ENC[") && value.ends_with("]")) return Sealed::encrypted;
  if (value.starts_with("$ANSIBLE_VAULT;") || value.starts_with("-----BEGIN AGE ENCRYPTED FILE-----"))
    return Sealed::encrypted;
  if (value.starts_with("${") && value.find('}') == value.size() - 1) return Sealed::reference;
  for (const std::string_view begin : {"op://", "vault:", "arn:aws:secretsmanager:", "arn:aws:ssm:",
                                       "gcp-secret:", "ssm://", "secret://", "${{ secrets."})
    if (value.starts_with(begin)) return Sealed::reference;
  return Sealed::clear;
}

bool is_placeholder(std::string_view value) {
  const auto small = lower(trimmed(value));
  static constexpr std::array<std::string_view, 12> words = {
      "changeme", "change-me", "change_me",  "todo",       "tbd",       "fixme",
      "xxx",      "xxxx",      "replace-me", "replace_me", "replaceme", "placeholder"};
  return std::find(words.begin(), words.end(), small) != words.end() || small.starts_with("your-") ||
         small.starts_with("your_") || (small.starts_with('<') && small.ends_with('>'));
}

// Whether what stands for a password is none: a reference that others fill in, a word of an example.
bool is_no_password(std::string_view password) {
  // "host:443?mail=a@b", "host:1433;user=a@b": a port, and an "@" further on.
  const auto digits = std::min(password.find_first_not_of("0123456789"), password.size());
  if (digits > 0 && digits < password.size() &&
      std::string_view("?;,#").find(password[digits]) != password.npos)
    return true;
  return password.starts_with('$') || password.starts_with('%') || password.find("${") != password.npos ||
         password.find("$(") != password.npos || password.find("{{") != password.npos ||
         is_placeholder(password) || is_all(password, "*") || is_all(password, "xX") || is_all(password, ".");
}

// Whether an address leads to this machine alone, from behind the "@".
bool is_local(std::string_view rest) {
  const auto host = lower(rest.substr(0, rest.find_first_of("/?#, \t\r\n\"'")));
  for (const std::string_view own : {"localhost", "127.0.0.1", "[::1]", "0.0.0.0", "host.docker.internal"})
    if (host.starts_with(own) && (host.size() == own.size() || host[own.size()] == ':')) return true;
  return false;
}

Shown shown_by(std::string_view value) {
  Shown worst = Shown::nothing;
  for (std::size_t at = 0; at < value.size();) {
    const SecretSpan secret = secret_at(value, at);
    const auto begin = at + secret.kept;
    const auto text = value.substr(begin, secret.size);
    at = secret.size == 0 ? at + 1 : begin + secret.size;
    if (secret.shape == SecretShape::token) return Shown::token;
    if (secret.shape == SecretShape::private_key) return Shown::private_key;
    if (secret.shape == SecretShape::password && !is_no_password(text)) {
      if (!is_local(value.substr(std::min(begin + secret.size + 1, value.size())))) return Shown::password;
      worst = Shown::maybe_secret;
    }
    if (secret.shape == SecretShape::public_token) worst = Shown::maybe_secret;
  }
  return worst;
}

// Why what was read is no environment; "" where it may be one.
std::string why_no_environment(const std::vector<Value>& documents) {
  std::string_view object;
  for (const Value& document : documents) {
    const auto kind = word_in(document, {"kind"});
    const bool is_object = !kind.empty() && document.find("apiVersion") != nullptr;
    if (is_object && (kind == "ConfigMap" || kind == "Secret" || kind == "List")) return {};
    if (is_object && object.empty()) object = kind;
    const Value* services = document.find("services");
    if (services != nullptr && services->is_table())
      for (const Value& one : services->members)
        for (const std::string_view key : {"image", "build", "env_file", "environment"})
          if (const Value* own = one.find(key); own != nullptr && (key != "environment" || !own->is_scalar()))
            return "is a Compose file, and no list of variables: give what its `env_file` names, or a "
                   "snapshot";
    const auto format = word_in(document, {"format"});
    const Value* variables = document.find("variables");
    if (format == "hindcast-env" || variables == nullptr || !variables->is_table()) continue;
    const bool has_prints = std::any_of(variables->members.begin(), variables->members.end(),
                                        [](const Value& one) { return one.find("fingerprint") != nullptr; });
    if (has_prints)
      return format.empty() ? std::string("looks like a snapshot, and has no `format`")
                            : "has the format " + quoted(format) + "; did you mean `hindcast-env`?";
  }
  if (object.empty()) return {};
  return "is a " + quoted(object) +
         " of Kubernetes, and no list of variables: give its ConfigMaps and Secrets, or a snapshot";
}

std::string from_base64(std::string_view text) {
  std::string out;
  std::uint32_t held = 0;
  int bits = 0;
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (const char c : text) {
    const auto digit = digits.find(c);
    if (digit == digits.npos) continue;
    held = held << 6 | static_cast<std::uint32_t>(digit);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out += static_cast<char>(held >> bits & 0xFF);
  }
  return out;
}

// What tools write into their own files beside the variables.
bool is_of_sops(std::string_view name) {
  return name == "sops" || name.starts_with("sops_") || name.starts_with("sops.");
}

class EnvReader {
 public:
  EnvReader(std::string name, const File& file, const Fingerprints& fingerprints,
            std::vector<Finding>& findings)
      : file_(file), fingerprints_(fingerprints), findings_(findings) {
    made_.name = std::move(name);
    made_.path = file.path;
  }

  std::vector<Environment> run() {
    const std::string_view text = file_.text;
    if (text.starts_with("age-encryption.org/") ||
        trimmed(text).starts_with("-----BEGIN AGE ENCRYPTED FILE-----") ||
        text.starts_with("$ANSIBLE_VAULT;"))
      return give_up(
          Verdict::inconclusive,
          "is encrypted as a whole: its environment can export fingerprints with `hindcast env snapshot`", 0);
    // What the libraries say of a mistake may quote the text around it: only the line is told.
    std::vector<Finding> unread;
    const auto documents = documents_of(file_, unread);
    if (!unread.empty())
      return give_up(Verdict::inconclusive,
                     data::format_of(file_.path) ? "cannot be read: it is not what its name says"
                                                 : "has the name of no JSON, YAML, TOML or dotenv file: "
                                                   "`.env`, `.env.NAME` and `NAME.env` are dotenv",
                     unread[0].line);
    if (const auto why = why_no_environment(documents); !why.empty())
      return give_up(Verdict::inconclusive, why, 0);
    if (documents.size() == 1 && word_in(documents[0], {"format"}) == "hindcast-env")
      return snapshot(documents[0]);
    for (const Value& document : documents)
      read(document);
    return done();
  }

 private:
  std::vector<Environment> give_up(Verdict verdict, std::string message, std::uint32_t line) {
    findings_.push_back({verdict, std::move(message), file_.path, line});
    return {};
  }

  std::vector<Environment> done() {
    if (made_.values.empty()) return give_up(Verdict::missing, "holds no variable", 0);
    std::stable_sort(made_.values.begin(), made_.values.end(),
                     [](const EnvValue& a, const EnvValue& b) { return a.name < b.name; });
    std::vector<EnvValue> each;
    for (EnvValue& value : made_.values) {
      if (each.empty() || each.back().name != value.name) {
        each.push_back(std::move(value));
        continue;
      }
      // The last one counts, as for who reads such a file.
      const bool is_other = each.back().fingerprint != value.fingerprint || each.back().is_repeated_otherwise;
      const auto first = each.back().line;
      each.back() = std::move(value);
      each.back().repeated_line = each.back().line;
      each.back().line = first;
      each.back().is_repeated_otherwise = is_other;
    }
    made_.values = std::move(each);
    std::vector<Environment> out;
    out.push_back(std::move(made_));
    return out;
  }

  // Objects of Kubernetes other than lists of variables stand beside these, and are not meant.
  void read(const Value& document) {
    const auto kind = word_in(document, {"kind"});
    if (!kind.empty() && document.find("apiVersion") != nullptr) {
      const Value* items = kind == "List" ? document.find("items") : nullptr;
      if (items == nullptr) return object(document);
      for (const Value& one : items->members)
        object(one);
      return;
    }
    if (document.is_list()) return named(document);
    flat(document);
  }

  void object(const Value& document) {
    const auto kind = word_in(document, {"kind"});
    if ((kind == "ConfigMap" || kind == "Secret") && document.is_table()) {
      if (const Value* all = document.find("data"))
        for (const Value& one : all->members)
          add(one.key, kind == "Secret" && one.is_text() ? from_base64(one.text) : one.text, one);
      if (const Value* all = document.find("stringData"))
        for (const Value& one : all->members)
          add(one.key, one.text, one);
    }
  }

  // [{"name": "PORT", "value": "80"}], also without values: then only the name is known.
  void named(const Value& all) {
    for (const Value& one : all.members) {
      const auto name = word_in(one, {"name", "key", "Name"});
      if (name.empty()) continue;
      const Value* value = one.find("value");
      if (value == nullptr) value = one.find("Value");
      if (value != nullptr) {
        add(std::string(name), value->text, *value);
      } else {
        EnvValue made;
        made.name = name;
        made.path = file_.path;
        made.sealed = Sealed::unknown;
        made.line = one.line;
        made_.values.push_back(std::move(made));
      }
    }
  }

  // Depth is bounded by the readers' limit; what is open stands in a list of its own.
  void flat(const Value& root) {
    std::vector<std::pair<const Value*, std::string>> open = {{&root, ""}};
    while (!open.empty()) {
      const auto [table, prefix] = std::move(open.back());
      open.pop_back();
      for (std::size_t i = 0; i < table->members.size(); ++i) {
        const Value& one = table->members[i];
        std::string name = prefix;
        name.append(prefix.empty() ? "" : ".").append(table->is_list() ? std::to_string(i) : one.key);
        if (is_of_sops(name)) continue;
        if (one.is_scalar())
          add(std::move(name), one.text, one);
        else
          open.emplace_back(&one, std::move(name));
      }
    }
  }

  void add(std::string name, const std::string& text, const Value& from) {
    EnvValue made;
    made.sealed = sealed_as(text);
    made.is_empty = trimmed(text).empty();
    made.line = from.key_line;
    if (made.sealed == Sealed::clear) {
      made.fingerprint = fingerprints_.of(name, text);
      made.is_placeholder = is_placeholder(text);
      made.shown = shown_by(text);
      for (const Kind& kind : kinds)
        if (kind.holds(text)) made.kinds.emplace_back(kind.name);
    }
    made.name = std::move(name);
    made.path = file_.path;
    made_.values.push_back(std::move(made));
  }

  std::vector<Environment> snapshot(const Value& document) {
    made_.is_snapshot = true;
    made_.made = word_in(document, {"made"});
    made_.stated = word_in(document, {"environment"});
    if (made_.name.empty()) made_.name = made_.stated;
    static constexpr std::array<std::string_view, 7> keys = {"commit", "environment", "format", "key",
                                                             "made",   "variables",   "version"};
    static constexpr std::array<std::string_view, 5> own = {"empty", "fingerprint", "kinds", "placeholder",
                                                            "sealed"};
    tell_unknown_keys(document, keys, "a snapshot", file_.path, findings_);
    if (const auto version = word_in(document, {"version"}); !version.empty() && version != "1")
      return give_up(Verdict::inconclusive, "is a snapshot of another version than 1", 0);
    const Value* all = document.find("variables");
    if (all == nullptr || !all->is_table())
      return give_up(Verdict::inconclusive, "is a snapshot without variables", 0);
    for (const Value& one : all->members) {
      tell_unknown_keys(one, own, "a variable of a snapshot", file_.path, findings_);
      EnvValue made;
      made.name = one.key;
      made.path = file_.path;
      made.line = one.key_line;
      const auto sealed = word_in(one, {"sealed"});
      made.sealed = sealed == "encrypted"   ? Sealed::encrypted
                    : sealed == "reference" ? Sealed::reference
                    : sealed == "unknown"   ? Sealed::unknown
                                            : Sealed::clear;
      made.fingerprint = word_in(one, {"fingerprint"});
      if (made.sealed == Sealed::clear && key_id_of(made.fingerprint).empty())
        return give_up(Verdict::inconclusive, "is a snapshot with something that is no fingerprint",
                       one.line);
      if (const Value* empty = one.find("empty")) made.is_empty = empty->is_true();
      if (const Value* placeholder = one.find("placeholder")) made.is_placeholder = placeholder->is_true();
      made.kinds = texts_in(one, "kinds");
      made_.values.push_back(std::move(made));
    }
    return done();
  }

  const File& file_;
  const Fingerprints& fingerprints_;
  std::vector<Finding>& findings_;
  Environment made_;
};

}  // namespace

const EnvValue* Environment::find(std::string_view wanted) const {
  const auto found =
      std::lower_bound(values.begin(), values.end(), wanted,
                       [](const EnvValue& value, std::string_view key) { return value.name < key; });
  return found == values.end() || found->name != wanted ? nullptr : &*found;
}

void Environment::lay_over(Environment other) {
  std::vector<EnvValue> all;
  auto mine = values.begin();
  for (EnvValue& value : other.values) {
    for (; mine != values.end() && mine->name < value.name; ++mine)
      all.push_back(std::move(*mine));
    if (mine != values.end() && mine->name == value.name) ++mine;
    all.push_back(std::move(value));
  }
  all.insert(all.end(), std::make_move_iterator(mine), std::make_move_iterator(values.end()));
  values = std::move(all);
  is_snapshot = is_snapshot && other.is_snapshot;
}

std::vector<std::string_view> env_kinds() {
  std::vector<std::string_view> names = {"text"};
  for (const Kind& kind : kinds)
    names.push_back(kind.name);
  return names;
}

std::vector<Environment> read_environment(const std::string& name, const File& file,
                                          const Fingerprints& fingerprints, std::vector<Finding>& findings) {
  return EnvReader(name, file, fingerprints, findings).run();
}

std::string snapshot_text(const Environment& environment, const Fingerprints& fingerprints,
                          std::string_view commit, Timestamp made) {
  std::string out;
  json::Writer to(out);
  to.open_object().key("format").text("hindcast-env").key("version").number(1);
  to.key("environment").text(environment.name).key("made").text(to_iso_time(made));
  to.key("commit").text(commit).key("key").text(fingerprints.key_id()).key("variables").open_object();
  for (const EnvValue& value : environment.values) {
    to.key(value.name).open_object();
    if (!value.fingerprint.empty()) to.key("fingerprint").text(value.fingerprint);
    static constexpr std::array<std::string_view, 4> words = {"", "encrypted", "reference", "unknown"};
    if (value.sealed != Sealed::clear) to.key("sealed").text(words[static_cast<std::size_t>(value.sealed)]);
    if (value.is_empty) to.key("empty").boolean(true);
    if (value.is_placeholder) to.key("placeholder").boolean(true);
    to.key("kinds").open_array();
    for (const std::string& kind : value.kinds)
      to.text(kind);
    to.close_array().close_object().finish();
    out += "\n";  // a line for each: a difference is a line, too
  }
  to.close_object().close_object().finish();
  return out.append("\n");
}

bool matches_name(std::string_view pattern, std::string_view name) {
  std::size_t in_pattern = 0, at = 0, star = pattern.npos, behind = 0;
  while (at < name.size()) {
    if (in_pattern < pattern.size() && pattern[in_pattern] == '*') {
      star = in_pattern++;
      behind = at;
    } else if (in_pattern < pattern.size() && pattern[in_pattern] == name[at]) {
      ++in_pattern, ++at;
    } else if (star != pattern.npos) {
      in_pattern = star + 1;
      at = ++behind;
    } else {
      return false;
    }
  }
  return pattern.substr(std::min(in_pattern, pattern.size())).find_first_not_of('*') == pattern.npos;
}

}  // namespace hindcast::guards
