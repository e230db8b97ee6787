#include "lab.h"

namespace repair {

double limit_of(double own_ms, bool failed, double usual_ms, double floor_ms, double factor) {
  const double first = k_limit_factors[0];
  const double floor = floor_ms * factor / first;
  if (!failed) return std::max(floor, own_ms * factor);
  const double own = std::min(own_ms, std::max(usual_ms, floor_ms / first));
  const double as_others = factor > first ? usual_ms * first : 0;
  return std::max({floor, own * factor, as_others});
}

}  // namespace repair
