/* What the launcher says when it cannot start Seedbed: in the terminal, and in a dialog of the
   desktop where there is one, in English or Chinese. It never returns to work afterwards. */
#ifndef TELL_H
#define TELL_H

enum message {
    INCOMPLETE, /* the file was cut short or altered */
    OLD_SYSTEM, /* the system's C library is older than what is inside was built for */
    NO_PLACE,   /* no folder can be written that programs may be started from */
    NO_SPACE,   /* the drive is full */
    NO_START    /* unpacked, but the system refuses to start it */
};

/* Say `message` with `detail` (a path, a version; may be empty) and end with exit code `code`. */
_Noreturn void tell(enum message message, const char *detail, int code);

#endif
