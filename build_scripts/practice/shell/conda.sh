# The shell function `conda`: activating must change the shell it is typed in, so the program's
# answer is evaluated here; everything else is passed on. CONDA_EXE is set by whoever reads this.
conda() {
    case "${1:-}" in
        activate | deactivate)
            _seedbed_reply="$("$CONDA_EXE" shell.posix "$@")" || return
            ;;
        install | update | upgrade | remove | uninstall)
            "$CONDA_EXE" "$@" || return
            _seedbed_reply="$("$CONDA_EXE" shell.posix reactivate)" || return
            ;;
        *)
            "$CONDA_EXE" "$@"
            return
            ;;
    esac
    eval "$_seedbed_reply"
    unset _seedbed_reply
    hash -r
}

if [ -z "${CONDA_SHLVL:-}" ]; then
    export CONDA_SHLVL=0
    PATH="$(dirname "$(dirname "$CONDA_EXE")")/condabin:$PATH"
    export PATH
fi
