/* The single file that a person downloads: it unpacks the program that hangs at its end, once, and
   becomes that program. Static, so that it can still speak where the program could not start. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <unistd.h>

#include "places.h"
#include "tell.h"
#include "unpack.h"

#define LONGEST 4096
#define COMMAND_FAILED 6 /* as the exit codes of seedbed itself: a program could not be started */
#define SPACE_FAILED 5

#ifndef GLIBC
#error "GLIBC, the oldest C library that the program inside runs on, comes from the build"
#endif

static const char *const libraries[] = {
    "/lib/x86_64-linux-gnu/libc.so.6", "/lib/aarch64-linux-gnu/libc.so.6",
    "/lib64/libc.so.6", "/usr/lib64/libc.so.6", "/usr/lib/libc.so.6", "/lib/libc.so.6",
};

/* Whether a C library names the version that we need: it names every one that it serves. */
static int serves(const char *library)
{
    static const char wanted[] = "GLIBC_" GLIBC;
    struct stat seen;
    int file = open(library, O_RDONLY | O_CLOEXEC);
    if (file < 0 || fstat(file, &seen))
        return 0;
    void *bytes = mmap(NULL, (size_t)seen.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    close(file);
    if (bytes == MAP_FAILED)
        return 0;
    int found = memmem(bytes, (size_t)seen.st_size, wanted, sizeof wanted) != NULL;
    munmap(bytes, (size_t)seen.st_size);
    return found;
}

static int is_new_enough(void)
{
    int seen = 0;
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
        if (access(libraries[i], R_OK))
            continue;
        if (serves(libraries[i]))
            return 1;
        seen = 1;
    }
    return !seen && access("/lib/ld-musl-x86_64.so.1", F_OK) != 0; /* elsewhere: let it try */
}

/* Whether the only argument is something to open, as a file manager gives it. */
static int is_file(const char *argument)
{
    struct stat seen;
    return *argument != '-' && strpbrk(argument, "./") && !stat(argument, &seen);
}

/* Tell the program inside where the file lies that a person has: it may be handed on in a kit. */
static void name_this_file(void)
{
    char file[LONGEST];
    ssize_t length = readlink("/proc/self/exe", file, sizeof file - 1);
    if (length <= 0)
        return;
    file[length] = 0;
    setenv("SEEDBED_FILE", file, 1);
}

static void become(const char *folder, int argc, char **argv)
{
    char program[2 * LONGEST];
    int window = argc == 1 || (argc == 2 && is_file(argv[1]));
    snprintf(program, sizeof program, "%s/%s", folder, window ? "Seedbed" : "seedbed");
    char *opening[] = {program, "window", argc == 2 ? argv[1] : NULL, NULL};
    char *plain[] = {program, NULL};
    argv[0] = program;
    name_this_file();
    execv(program, !window ? argv : argc == 2 ? opening : plain);
}

int main(int argc, char **argv)
{
    struct payload payload;
    char folder[LONGEST];
    if (!find_payload(&payload))
        tell(INCOMPLETE, "", COMMAND_FAILED);
    if (!is_new_enough())
        tell(OLD_SYSTEM, "glibc " GLIBC, COMMAND_FAILED);
    int trouble = find_place(&payload, folder, sizeof folder);
    if (trouble == EBADMSG)
        tell(INCOMPLETE, "", COMMAND_FAILED);
    if (trouble == ENOSPC || trouble == EDQUOT)
        tell(NO_SPACE, "", SPACE_FAILED);
    if (trouble)
        tell(NO_PLACE, strerror(trouble), COMMAND_FAILED);
    become(folder, argc, argv);
    tell(errno == ENOSPC ? NO_SPACE : NO_START, strerror(errno), COMMAND_FAILED);
}
