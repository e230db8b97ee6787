#include "spool.h"

#include <stdlib.h>

void spool_init(Spool *spool) {
  spool->first = NULL;
  spool->last = NULL;
  spool->next_id = 1;
}

static void unlink_after(Spool *spool, Job *before, Job *job) {
  if (before)
    before->next = job->next;
  else
    spool->first = job->next;
  free(job);
}

void spool_free(Spool *spool) {
  while (spool->first) unlink_after(spool, NULL, spool->first);
}

int spool_add(Spool *spool, int pages) {
  Job *job = malloc(sizeof *job);
  if (!job) return 0;
  job->next = NULL;
  job->id = spool->next_id++;
  job->pages = pages;
  if (spool->first)
    spool->last->next = job;
  else
    spool->first = job;
  spool->last = job;
  return job->id;
}

int spool_cancel(Spool *spool, int id) {
  Job *before = NULL;
  for (Job *job = spool->first; job; before = job, job = job->next) {
    if (job->id != id) continue;
    unlink_after(spool, before, job);
    return 1;
  }
  return 0;
}

int spool_print(Spool *spool) {
  if (!spool->first) return 0;
  int id = spool->first->id;
  unlink_after(spool, NULL, spool->first);
  return id;
}

int spool_pages(const Spool *spool) {
  int pages = 0;
  for (const Job *job = spool->first; job; job = job->next) pages += job->pages;
  return pages;
}

int spool_ahead(const Spool *spool, int id) {
  int ahead = 0;
  for (const Job *job = spool->first; job; job = job->next, ++ahead)
    if (job->id == id) return ahead;
  return -1;
}
