#define _GNU_SOURCE
#include "places.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define LONGEST 4096
#define MARKER ".complete"

static int remove_one(const char *path, const struct stat *seen, int kind, struct FTW *level)
{
    (void)seen, (void)kind, (void)level;
    return remove(path);
}

static void remove_tree(const char *folder)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* Whether `folder` is whole; if so it counts as in use from now on: the marker's lock is kept by
   whatever program this process becomes. */
static int use(const char *folder)
{
    char marker[LONGEST + sizeof MARKER];
    snprintf(marker, sizeof marker, "%s/" MARKER, folder);
    int file = open(marker, O_RDONLY | O_NOFOLLOW);
    if (file < 0)
        return 0;
    flock(file, LOCK_SH | LOCK_NB);
    return 1;
}

static int mark(const char *folder)
{
    char marker[LONGEST + sizeof MARKER];
    snprintf(marker, sizeof marker, "%s/" MARKER, folder);
    int file = open(marker, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    return file < 0 || close(file) ? errno : 0;
}

/* Make every folder of the path that is not there. */
static int make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        int trouble = mkdir(path, 0700) && errno != EEXIST ? errno : 0;
        *slash = '/';
        if (trouble)
            return trouble;
    }
    return mkdir(path, 0700) && errno != EEXIST ? errno : 0;
}

/* A folder below /tmp could have been made by somebody else, who would then choose what we run. */
static int is_ours(const char *path)
{
    struct stat seen;
    return !lstat(path, &seen) && S_ISDIR(seen.st_mode) && seen.st_uid == geteuid() &&
           !(seen.st_mode & (S_IWGRP | S_IWOTH));
}

/* What earlier versions left goes, unless it is in use or is being made at this moment. */
static void remove_others(const char *home, const char *key)
{
    DIR *names = opendir(home);
    if (!names)
        return;
    for (struct dirent *entry; (entry = readdir(names));) {
        char folder[LONGEST], marker[LONGEST + sizeof MARKER];
        if (*entry->d_name == '.' || !strncmp(entry->d_name, key, KEY_LENGTH))
            continue;
        if ((size_t)snprintf(folder, sizeof folder, "%s/%s", home, entry->d_name) >= sizeof folder)
            continue;
        snprintf(marker, sizeof marker, "%s/" MARKER, folder);
        int file = open(marker, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
        if (file >= 0 && !flock(file, LOCK_EX | LOCK_NB))
            remove_tree(folder);
        if (file >= 0)
            close(file);
    }
    closedir(names);
}

/* Unpack beside, then put it in place by renaming: nobody ever starts half a program. */
static int unpack_into(const struct payload *payload, const char *folder)
{
    char beside[LONGEST];
    if ((size_t)snprintf(beside, sizeof beside, "%s.%d", folder, (int)getpid()) >= sizeof beside)
        return ENAMETOOLONG;
    if (mkdir(beside, 0755))
        return errno;
    int trouble = unpack(payload, beside);
    if (!trouble)
        trouble = mark(beside);
    if (!trouble && rename(beside, folder) && errno != ENOTEMPTY && errno != EEXIST)
        trouble = errno;
    remove_tree(beside); /* gone already, unless another start was quicker or something failed */
    return trouble;
}

/* Try one place. */
static int try_home(const struct payload *payload, char *home, char *folder, size_t room)
{
    int trouble = make_folders(home);
    if (trouble)
        return trouble;
    if (!is_ours(home))
        return EPERM;
    if ((size_t)snprintf(folder, room, "%s/%s", home, payload->key) >= room)
        return ENAMETOOLONG;
    if (use(folder))
        return 0;
    trouble = unpack_into(payload, folder);
    if (trouble)
        return trouble;
    remove_others(home, payload->key);
    return use(folder) ? 0 : EIO;
}

int find_place(const struct payload *payload, char *folder, size_t room)
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    const char *temporary = getenv("TMPDIR"), *runtime = getenv("XDG_RUNTIME_DIR");
    char homes[4][LONGEST] = {{0}};
    if (cache && *cache == '/')
        snprintf(homes[0], LONGEST, "%s/seedbed/app", cache);
    if (home && *home == '/')
        snprintf(homes[1], LONGEST, "%s/.cache/seedbed/app", home);
    snprintf(homes[2], LONGEST, "%s/seedbed-%u", temporary && *temporary == '/' ? temporary : "/tmp",
             (unsigned)geteuid());
    if (runtime && *runtime == '/')
        snprintf(homes[3], LONGEST, "%s/seedbed", runtime);
    int trouble = ENOENT;
    for (size_t i = 0; i < sizeof homes / sizeof *homes; i++) {
        int found = *homes[i] ? try_home(payload, homes[i], folder, room) : ENOENT;
        if (!found || found == EBADMSG)
            return found;
        if (trouble != ENOSPC && trouble != EDQUOT && *homes[i])
            trouble = found;
    }
    return trouble;
}
