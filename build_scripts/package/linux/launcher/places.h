/* Where Seedbed is unpacked: once for each version, in a folder that nobody else can write. */
#ifndef PLACES_H
#define PLACES_H

#include <stddef.h>

#include "unpack.h"

/* Put the folder of the unpacked program into `folder` (of `room` bytes), unpacking it first if
   need be. 0 if done, else the errno of what stood in the way at the last place tried.
   The folder counts as in use as long as this process and what it becomes are alive. */
int find_place(const struct payload *payload, char *folder, size_t room);

#endif
