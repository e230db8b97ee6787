#include "samples.h"

void samples_init(Samples *samples) {
  samples->next = 0;
  samples->count = 0;
}

void samples_add(Samples *samples, double value) {
  samples->values[samples->next] = value;
  samples->next = (samples->next + 1) % SAMPLES_MAX;
  if (samples->count < SAMPLES_MAX) ++samples->count;
}

double samples_mean(const Samples *samples) {
  if (samples->count == 0) return 0;
  double sum = 0;
  for (int i = 0; i < samples->next; ++i) sum += samples->values[i];
  return sum / samples->count;
}

double samples_spread(const Samples *samples) {
  if (samples->count == 0) return 0;
  double least = samples->values[0];
  double most = samples->values[0];
  for (int i = 1; i < samples->count; ++i) {
    if (samples->values[i] < least) least = samples->values[i];
    if (samples->values[i] > most) most = samples->values[i];
  }
  return most - least;
}
