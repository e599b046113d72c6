#include "tell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const texts[][2] = {
    [INCOMPLETE] = {"This file is incomplete. Download Seedbed again.",
                    "此文件不完整。请重新下载 Seedbed。"},
    [OLD_SYSTEM] = {"This system is too old for Seedbed: it needs the C library (glibc) of at least "
                    "this version. Use a newer system, such as Ubuntu 22.04 or Debian 12.",
                    "系统版本过旧：Seedbed 需要的 C 运行库（glibc）至少是下面的版本。请使用较新的系统，"
                    "例如 Ubuntu 22.04 或 Debian 12。"},
    [NO_PLACE] = {"Seedbed finds no folder to unpack itself into. Make your home folder writable, or "
                  "set XDG_CACHE_HOME to a folder from which programs may be started.",
                  "Seedbed 找不到可以解压自己的文件夹。请让主文件夹可写，或者把 XDG_CACHE_HOME "
                  "设为一个允许运行程序的文件夹。"},
    [NO_SPACE] = {"The drive is full: Seedbed needs 200 MB to unpack itself. Free some space and start "
                  "it again.",
                  "磁盘已满：Seedbed 解压自己需要 200 MB。请腾出一些空间，然后重新启动。"},
    [NO_START] = {"Seedbed was unpacked, but this system does not start it.",
                  "Seedbed 已解压，但系统没有启动它。"},
};

static int speaks_chinese(void)
{
    const char *names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return strncmp(value, "zh", 2) == 0;
    }
    return 0;
}

/* Start a program and wait for it; 0 if it is not there. No shell: the text is not ours alone. */
static int show(char *const arguments[])
{
    pid_t child = fork();
    if (child == 0) {
        execvp(arguments[0], arguments);
        _exit(127);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) < 0)
        return 0;
    return !(WIFEXITED(status) && WEXITSTATUS(status) == 127);
}

static void show_dialog(char *text)
{
    if (!getenv("DISPLAY") && !getenv("WAYLAND_DISPLAY"))
        return;
    char *const programs[][7] = {
        {"zenity", "--error", "--no-markup", "--title=Seedbed", "--text", text, NULL},
        {"kdialog", "--title", "Seedbed", "--error", text, NULL, NULL},
        {"xmessage", "-center", text, NULL, NULL, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (show(programs[i]))
            return;
}

_Noreturn void tell(enum message message, const char *detail, int code)
{
    char text[2048];
    const char *sentence = texts[message][speaks_chinese()];
    snprintf(text, sizeof text, "%s%s%s", sentence, *detail ? "\n" : "", detail);
    fprintf(stderr, "%s\n", text);
    show_dialog(text);
    exit(code);
}
