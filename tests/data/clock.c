// Moves the calendar: MORGUE_CLOCK is added to what the system has for the time of day, in seconds.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

int clock_gettime(clockid_t clock, struct timespec *time) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) {
        real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    }
    int failed = real(clock, time);
    const char *moved = getenv("MORGUE_CLOCK");
    if (!failed && clock == CLOCK_REALTIME && moved) {
        time->tv_sec += atoll(moved);
    }
    return failed;
}
