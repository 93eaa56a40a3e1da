#include "search/builder.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <unordered_map>

#include "search/bits.h"
#include "search/postings.h"
#include "search/ranking.h"
#include "search/vocabulary.h"
#include "search/words.h"

namespace hindcast::search {
namespace {

// An occurrence, from the highest bits on: 24 of its term, 16 of its document, 2 of its field, 22 of its
// position. The log holds them by document and position; sorting it by term leaves that order.
using Occurrence = std::uint64_t;

constexpr std::uint32_t term_bits = 24, term_shift = 40;
constexpr std::size_t terms_max = 1u << term_bits;

Occurrence occurrence(std::uint32_t term, std::uint32_t document, Field field, std::uint32_t position) {
  return Occurrence{term} << term_shift | Occurrence{document} << 24 |
         Occurrence{static_cast<std::uint8_t>(field)} << 22 | std::min(position, position_max);
}
std::uint32_t term_of(Occurrence o) {
  return static_cast<std::uint32_t>(o >> term_shift);
}
std::uint32_t document_of(Occurrence o) {
  return static_cast<std::uint32_t>(o >> 24) & 0xFFFF;
}
bool is_same_list_and_document(Occurrence a, Occurrence b) {
  return (a ^ b) >> 24 == 0;
}
Field field_of(Occurrence o) {
  return static_cast<Field>(o >> 22 & 3);
}
std::uint32_t position_of(Occurrence o) {
  return static_cast<std::uint32_t>(o) & ((1u << 22) - 1);
}

// By term, in as few steps of at most eleven bits as will do, and no more bits than those need: each value
// of a step's bits is a place of its own to write to. Equal terms keep their order.
void sort_by_term(std::vector<Occurrence>& log, std::uint32_t terms) {
  const std::uint32_t bits = std::max(1u, bits_of(terms - 1)), steps = (bits + 10) / 11,
                      step_bits = (bits + steps - 1) / steps, values = 1u << step_bits;
  std::vector<Occurrence> other(log.size());
  for (std::uint32_t step = 0; step < steps; ++step) {
    const std::uint32_t shift = term_shift + step * step_bits;
    std::vector<std::uint32_t> begins(values + 1, 0);
    for (const Occurrence o : log)
      ++begins[(o >> shift & (values - 1)) + 1];
    std::partial_sum(begins.begin(), begins.end(), begins.begin());
    for (const Occurrence o : log)
      other[begins[o >> shift & (values - 1)]++] = o;
    log.swap(other);
  }
}

}  // namespace

struct Builder::Impl {
  std::size_t bytes_max = 0;
  std::uint32_t paired_min = 0;
  std::vector<Occurrence> log;
  Vocabulary vocabulary;
  Columns columns;
  std::string fields;
  std::vector<std::uint32_t> deleted;
  std::unordered_map<std::int64_t, std::uint32_t> here;

  // Words whose slots are on their way from memory.
  struct Waiting {
    Vocabulary::Sought sought;
    Occurrence made = 0;
  };
  std::array<Waiting, 32> waiting;
  std::size_t waits = 0;

  Impl(std::size_t bytes, std::uint32_t paired) : bytes_max(bytes), paired_min(paired) {}
  void add_word(const Word&, std::uint32_t document, Field);
  void drain();
  void add_pieces(const Entry&, std::uint32_t document);
  Status write_lists(SegmentWriter&);
};

Builder::Builder(std::size_t bytes_max, std::uint32_t paired_min)
    : impl_(std::make_unique<Impl>(bytes_max, paired_min)) {}
Builder::Builder(Builder&&) noexcept = default;
Builder::~Builder() = default;

std::uint32_t Builder::documents() const {
  return static_cast<std::uint32_t>(impl_->columns.ids.size());
}

bool Builder::is_full() const {
  // The log is there twice while it is sorted.
  const std::size_t bytes =
      2 * sizeof(Occurrence) * impl_->log.size() + impl_->vocabulary.bytes() + impl_->fields.size();
  return documents() >= built_documents_max || bytes >= impl_->bytes_max ||
         impl_->vocabulary.terms().size() >= terms_max - (1u << 22);
}

void Builder::Impl::add_word(const Word& word, std::uint32_t document, Field field) {
  const Occurrence made = occurrence(0, document, field, word.position);
  if (vocabulary.seek(word, waiting[waits].sought)) {
    waiting[waits].made = made;
    if (++waits == waiting.size()) drain();
    return;
  }
  drain();  // too long to wait: those before it first
  log.push_back(made | Occurrence{vocabulary.term(word)} << term_shift);
}

void Builder::Impl::drain() {
  for (std::size_t i = 0; i < waits; ++i)
    log.push_back(waiting[i].made | Occurrence{vocabulary.term(waiting[i].sought)} << term_shift);
  waits = 0;
}

void Builder::Impl::add_pieces(const Entry& entry, std::uint32_t document) {
  std::uint32_t position = 0, field_begin = 0, words = 0;
  Field field = Field::body;
  Word word;
  for (const Piece& piece : entry.pieces) {
    const std::uint32_t begin = position;
    WordReader reader(piece.text, position);
    while (reader.next(word)) {
      add_word(word, document, piece.field);
      position = word.position + 2;
      ++words;
    }
    if (position == begin) continue;
    if (piece.field != field && begin > field_begin) {
      put_field(fields, begin - field_begin, field);
      field_begin = begin;
    }
    field = piece.field;
  }
  drain();
  if (position > field_begin) put_field(fields, position - field_begin, field);
  columns.lengths.push_back(length_code(words));
}

void Builder::add(const Entry& entry) {
  Impl& impl = *impl_;
  const std::uint32_t document = documents();
  remove(entry.id);
  impl.here[entry.id] = document;
  // Beyond a few documents, all of its room at once: growing would move it again and again.
  if (const std::size_t room = impl.bytes_max / (2 * sizeof(Occurrence)); impl.log.size() > (1u << 15))
    if (impl.log.capacity() < room) impl.log.reserve(room);
  impl.vocabulary.speak(entry.language);
  impl.columns.ids.push_back(entry.id);
  impl.columns.days.push_back(entry.date ? static_cast<std::int32_t>(days_from_epoch(*entry.date)) : no_day);
  impl.add_pieces(entry, document);
  for (std::size_t i = 0; i < entry.attributes.size(); ++i)
    if (const std::string_view one = entry.attributes[i]; !one.empty())
      impl.log.push_back(occurrence(impl.vocabulary.attribute(one), document, Field::body, 0));
  impl.columns.field_ends.push_back(impl.fields.size());
}

bool Builder::remove(std::int64_t id) {
  const auto found = impl_->here.find(id);
  if (found == impl_->here.end()) return false;
  impl_->deleted.push_back(found->second);
  impl_->columns.ids[found->second] = 0;  // an id is in a segment once
  impl_->here.erase(found);
  return true;
}

Status Builder::Impl::write_lists(SegmentWriter& writer) {
  const Numbers& terms = vocabulary.terms();
  sort_by_term(log, terms.size());
  std::vector<std::size_t> begins(terms.size(), log.size());
  for (std::size_t i = log.size(); i-- > 0;)
    begins[term_of(log[i])] = i;

  ListWriter list;
  std::string postings, positions;
  std::vector<std::uint32_t> places;
  bool forms_are_due = true;
  const auto write_forms = [&]() -> Status {
    forms_are_due = false;
    for (const std::uint32_t form : vocabulary.forms().in_order())
      TRY(writer.add(vocabulary.forms().text(form), 0, {}, {}));
    return Ok();
  };
  for (const std::uint32_t term : terms.in_order()) {
    const std::string_view key = terms.text(term);
    const bool is_attribute = !key.empty() && key.front() == attribute_mark;
    if (!is_attribute && forms_are_due) TRY(write_forms());
    for (std::size_t at = begins[term]; at < log.size() && term_of(log[at]) == term;) {
      const std::uint32_t document = document_of(log[at]);
      std::uint32_t boost = 0;
      places.clear();
      for (const std::size_t first = at; at < log.size() && is_same_list_and_document(log[at], log[first]);
           ++at) {
        if (is_attribute) continue;
        places.push_back(position_of(log[at]));
        boost += boost_of(field_of(log[at]));
      }
      list.add(document, places, boost, columns.lengths[document]);
    }
    const std::uint32_t documents = list.documents();
    list.finish(postings, positions);
    TRY(writer.add(key, documents, postings, positions));
  }
  return forms_are_due ? write_forms() : Ok();
}

Result<SegmentInfo> Builder::write(Store& store, std::uint32_t number) {
  Impl& impl = *impl_;
  SegmentWriter writer(store, number, impl.paired_min);
  if (!impl.log.empty()) TRY(impl.write_lists(writer));
  TRY(writer.begin_documents(impl.columns));
  TRY(writer.add_fields(impl.fields));
  SegmentInfo info = TRY(writer.finish(impl.vocabulary.languages()));
  info.deleted = std::move(impl.deleted);
  std::sort(info.deleted.begin(), info.deleted.end());
  impl_ = std::make_unique<Impl>(impl.bytes_max, impl.paired_min);
  return info;
}

}  // namespace hindcast::search
