#pragma once

typedef struct Job {
  struct Job *next;
  int id;
  int pages;
} Job;

/// Jobs in the order in which they came.
typedef struct {
  Job *first;
  Job *last;
  int next_id;
} Spool;

void spool_init(Spool *spool);
void spool_free(Spool *spool);
int spool_add(Spool *spool, int pages);    // the id of the job, 0 without memory
int spool_cancel(Spool *spool, int id);    // 0 if there is no such job
int spool_print(Spool *spool);             // the id of the job that was first, 0 if there is none
int spool_pages(const Spool *spool);       // of all jobs that wait
int spool_ahead(const Spool *spool, int id);  // how many jobs come before that one, or -1
