#pragma once

#define SAMPLES_MAX 8

// The last samples of a sensor.
typedef struct {
  double values[SAMPLES_MAX];
  int next;
  int count;
} Samples;

void samples_init(Samples *samples);
void samples_add(Samples *samples, double value);
double samples_mean(const Samples *samples);    // 0 if there is none
double samples_spread(const Samples *samples);  // largest less smallest, 0 if there is none
