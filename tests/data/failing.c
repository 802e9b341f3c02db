/* Lets what is written below a directory fail, from a certain operation on: for tests of what a full or
   failing disk leaves behind. Loaded before the program (LD_PRELOAD); the directory is FAIL_UNDER, the
   number of operations that succeed FAIL_AFTER, the error FAIL_WITH (as in errno.h). Reading never fails. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long done;

static int fails(const char *path) {
    const char *under = getenv("FAIL_UNDER");
    if (!under || strncmp(path, under, strlen(under)) != 0) return 0;
    if (atomic_fetch_add(&done, 1) < atol(getenv("FAIL_AFTER"))) return 0;
    errno = atoi(getenv("FAIL_WITH"));
    return 1;
}

static int fails_at(int file) {
    char link[64], path[4096];
    int before = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    errno = before;
    if (length < 0) return 0;
    path[length] = 0;
    return fails(path);
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int file, const void *bytes, size_t count) {
    return fails_at(file) ? -1 : NEXT(write)(file, bytes, count);
}

int fsync(int file) { return fails_at(file) ? -1 : NEXT(fsync)(file); }

int fdatasync(int file) { return fails_at(file) ? -1 : NEXT(fdatasync)(file); }

int rename(const char *from, const char *to) { return fails(to) ? -1 : NEXT(rename)(from, to); }

int unlink(const char *path) { return fails(path) ? -1 : NEXT(unlink)(path); }

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, int);
    va_end(rest);
    if ((flags & O_CREAT) && fails(path)) return -1;
    return NEXT(open64)(path, flags, mode);
}
