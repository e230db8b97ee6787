#pragma once

typedef struct {
  int year, month, day;
} Date;

int days_in_month(int year, int month);
int date_valid(Date date);
/* The day that is `days` later, or earlier if they are negative. */
Date date_add(Date date, int days);
/* -1, 0, 1 */
int date_compare(Date a, Date b);
/* 1 for the first of January. */
int day_of_year(Date date);
