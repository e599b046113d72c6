/* Reads the archive that hangs at the launcher's end and writes its files into a folder. */
#ifndef UNPACK_H
#define UNPACK_H

#include <stdint.h>

#define KEY_LENGTH 16

/* Where in the launcher's own file the archive is, and its name among unpacked ones. */
struct payload {
    int file;
    uint64_t start, length;
    char key[KEY_LENGTH + 1];
};

/* Find the payload of the running program; 0 if the file has none or is cut short. */
int find_payload(struct payload *payload);

/* Write all files below `folder`, which exists and is empty. 0 if done, else an errno;
   EBADMSG where the archive is damaged. */
int unpack(const struct payload *payload, const char *folder);

#endif
