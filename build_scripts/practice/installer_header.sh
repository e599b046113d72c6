#!/bin/sh
# @NAME@ @VERSION@ (@PLATFORM@): a self-extracting installer. The lines up to the last `exit 0` are
# this program, what follows is a tar file. A POSIX shell and the usual tools are all it needs.

case "$0" in
    *.sh) ;;
    *)
        echo "ERROR: run this file as 'bash <file>.sh'; it cannot be sourced or renamed." >&2
        return 1 2>/dev/null || exit 1
        ;;
esac

set -eu

NAME='@NAME@'
PREFIX="${HOME:-/opt}/@DEFAULT_FOLDER@"
NEEDED_MB=@NEEDED_MB@
HEADER_LINES=@HEADER_LINES@
TAR_MD5='@TAR_MD5@'
BUFFER_MB=50
BATCH=0
EXISTING=0
SCRIPTS=1
case "$0" in
    /*) THIS="$0" ;;
    *) THIS="$(pwd)/$0" ;;
esac

# Settings of the surrounding session must reach neither the interpreter nor conda.
unset LD_LIBRARY_PATH LD_PRELOAD LD_AUDIT CONDARC MAMBARC PYTHON_SYSCONFIGDATA_NAME

fail() {
    for line in "$@"; do
        echo "$line" >&2
    done
    exit 1
}

usage() {
    cat <<EOF
usage: $0 [options]

Installs @NAME@ @VERSION@.

-b         batch mode: asks nothing, edits no shell start-up files,
           and counts as accepting the licence
-f         do not stop if the prefix already exists
-h         print this help and exit
-i         interactive mode (the default)
-p PREFIX  where to install (default: $PREFIX)
-s         leave out the scripts before and after the installation
-u         install into an existing prefix
EOF
}

licence() {
    cat <<'END_OF_LICENCE'
@LICENCE@
END_OF_LICENCE
}

while getopts ":bfhip:su" option; do
    case "$option" in
        b) BATCH=1 ;;
        f | u) EXISTING=1 ;;
        h)
            usage
            exit 2
            ;;
        i) BATCH=0 ;;
        p) PREFIX="$OPTARG" ;;
        s) SCRIPTS=0 ;;
        :) fail "ERROR: option '-$OPTARG' wants a value, please try -h" ;;
        *) fail "ERROR: did not recognize option '-$OPTARG', please try -h" ;;
    esac
done

ask_yes() {
    while :; do
        printf '%s [yes|no]\n>>> ' "$1"
        read -r answer || exit 2
        case "$answer" in
            [Yy] | [Yy][Ee][Ss]) return 0 ;;
            [Nn] | [Nn][Oo]) return 1 ;;
            *) echo "Please answer 'yes' or 'no'." ;;
        esac
    done
}

ask_everything() {
    printf '\nWelcome to %s @VERSION@\n' "$NAME"
    if [ "$(uname -m)" != '@MACHINE@' ]; then
        echo "WARNING: this installer is for @MACHINE@ processors, this is a $(uname -m)."
        ask_yes 'Do you want to continue anyway?' || exit 2
    fi
    printf '\nPress ENTER to read the licence.\n>>> '
    read -r _ || exit 2
    licence
    echo
    ask_yes 'Do you accept the licence terms?' || {
        echo 'The licence was not accepted, so nothing was installed.'
        exit 2
    }
    printf '\n%s will be installed into:\n%s\n' "$NAME" "$PREFIX"
    printf 'Press ENTER to confirm, CTRL-C to stop, or type another place.\n[%s] >>> ' "$PREFIX"
    read -r answer || exit 2
    if [ -n "$answer" ]; then
        case "$answer" in
            '~') PREFIX="$HOME" ;;
            '~/'*) PREFIX="$HOME/${answer#'~/'}" ;;
            *) PREFIX="$answer" ;;
        esac
    fi
}

if [ "$BATCH" = 0 ]; then
    ask_everything
fi

case "$PREFIX" in
    *\ *) fail "ERROR: Cannot install into directories with spaces: '$PREFIX'" ;;
esac
if [ -n "${PYTHONPATH:-}" ]; then
    echo 'WARNING: PYTHONPATH is set. Packages found there can disturb the installed Python.' >&2
fi
if [ "$EXISTING" = 0 ] && [ -e "$PREFIX" ]; then
    fail "ERROR: File or directory already exists: '$PREFIX'" \
        'Use -u to install into it all the same.'
fi
mkdir -p "$PREFIX" || fail "ERROR: Could not create directory: '$PREFIX'"
PREFIX="$(cd "$PREFIX" && pwd)"
echo "PREFIX=$PREFIX"

free_mb="$(df -Pk "$PREFIX" | awk 'NR == 2 { printf "%d", $4 / 1024 }')"
required_mb=$((NEEDED_MB + BUFFER_MB))
if [ "${free_mb:-0}" -lt "$required_mb" ]; then
    fail "ERROR: Not enough free disk space: $free_mb MB available, $required_mb MB required"
fi

tar_bytes() {
    tail -n "+$((HEADER_LINES + 1))" "$THIS"
}

if command -v md5sum >/dev/null 2>&1; then
    found_md5="$(tar_bytes | md5sum | cut -d ' ' -f 1)"
    if [ "$found_md5" != "$TAR_MD5" ]; then
        echo 'WARNING: md5sum mismatch of tar archive' >&2
        echo "expected: $TAR_MD5" >&2
        echo "     got: $found_md5" >&2
    fi
fi

# Everything temporary stays inside the prefix: a small or noexec /tmp does not matter.
TMP="$PREFIX/install_tmp"
TMPDIR="$TMP"
TEMP="$TMP"
export TMP TMPDIR TEMP
mkdir -p "$TMP"

run_script() {
    if [ "$SCRIPTS" = 1 ] && [ -f "$TMP/$1" ]; then
        PREFIX="$PREFIX" INSTALLER_NAME="$NAME" INSTALLER_UNATTENDED="$BATCH" sh "$TMP/$1" ||
            fail "ERROR: executing $1 failed"
    fi
}

echo 'Unpacking bootstrapper...'
tar_bytes | tar -xf - -C "$TMP" --no-same-owner || fail 'ERROR: the archive cannot be unpacked'
gzip -dc "$TMP/bootstrap.tar.gz" | tar -xf - -C "$PREFIX" --no-same-owner
rm -f "$TMP/bootstrap.tar.gz"
run_script pre_install.sh

echo 'Unpacking payload...'
gzip -dc "$TMP/payload.tar.gz" | tar -xf - -C "$PREFIX" --no-same-owner
rm -f "$TMP/payload.tar.gz"
licence >"$PREFIX/LICENSE.txt"

echo 'Installing base environment...'
if [ "$BATCH" = 1 ]; then
    CONDA_QUIET=1
    export CONDA_QUIET
fi
sh "$TMP/install_base.sh" "$PREFIX" </dev/null || fail 'ERROR: installing the base environment failed'
run_script post_install.sh

mkdir -p "$PREFIX/envs"
cd "$PREFIX"
rm -rf "$TMP"
echo 'installation finished.'
exit 0
@END_OF_HEADER@
