#include "sovang/domain/office_facts.h"

#include <algorithm>

namespace sovang::domain {

const IncomingProposal* OfficeFacts::proposal(const ProposalId& id) const {
  const auto found = std::ranges::find(incoming, id, &IncomingProposal::id);
  return found == incoming.end() ? nullptr : &*found;
}

std::vector<const Paper*> OfficeFacts::papers_of(std::string_view kind) const {
  std::vector<const Paper*> found;
  for (const Paper& paper : papers) {
    if (paper.kind == kind) found.push_back(&paper);
  }
  return found;
}

}  // namespace sovang::domain
