#!/bin/bash
# A small installer with the command line of a real one: -b -p PREFIX.
# FAKE_INSTALLER chooses how it behaves, FAKE_DELAY how long each stage takes,
# FAKE_PYTHON_PROGRAM what the prefix's Python is to be.
set -u
prefix=""
while getopts "bfhup:s" option; do
    case "$option" in
        p) prefix="$OPTARG" ;;
        *) ;;
    esac
done
manner="${FAKE_INSTALLER:-good}"
delay="${FAKE_DELAY:-0}"

stage() {
    echo "$1 ..."
    sleep "$delay"
}

case "$manner" in
    nothing) exit 0 ;;
    fails) echo "ERROR: the archive is damaged" >&2; exit 3 ;;
    hangs) echo "Unpacking payload ..."; sleep 600 ;;
    hangs_with_children) sleep 600 & mkdir -p "$prefix/pkgs"; wait ;;
    asks) read -r answer || { echo "no answer: end of input" >&2; exit 7; }; exit 0 ;;
esac
if [ -e "$prefix" ]; then
    echo "ERROR: File or directory already exists: '$prefix'" >&2
    exit 1
fi
stage "PREFIX=$prefix"
mkdir -p "$prefix/bin" "$prefix/pkgs" "$prefix/conda-meta"
touch "$prefix/pkgs/urls.txt"
stage "Unpacking payload"
[ "$manner" = half ] && exit 0
cat > "$prefix/bin/python" <<PYTHON
#!/bin/bash
exec $FAKE_PYTHON_PROGRAM "\$0" "\$@"
PYTHON
chmod +x "$prefix/bin/python"
echo '#!/bin/bash' > "$prefix/bin/conda"
stage "Installing base environment"
[ "$manner" = dead_python ] && printf '#!/bin/bash\nexit 1\n' > "$prefix/bin/python"
echo '{"name": "conda"}' > "$prefix/conda-meta/conda-26.9.4-0.json"
echo '==> history <==' > "$prefix/conda-meta/history"
echo "home is $HOME, stdin is $(readlink /proc/self/fd/0 2>/dev/null || echo unknown)"
[ "$manner" = complete_but_fails ] && exit 1
echo "installation finished."
