# bash completion of rightsizer: source <(rightsizer completion bash)
_rightsizer() {
    local word=${COMP_WORDS[COMP_CWORD]} line=${COMP_LINE:0:COMP_POINT} found
    # the program itself says what may stand here; a name that begins with a dash is offered only when asked for
    found=$(rightsizer "[suggest:${#line}]" "$line" 2> /dev/null)
    case $word in
        -*) found=$(grep -e '^-' <<< "$found") ;;
        *) found=$(grep -v -e '^[-/]' <<< "$found") ;;
    esac
    local IFS=$'\n'
    # shellcheck disable=SC2207 # one name a line
    COMPREPLY=($(compgen -W "$found" -- "$word"))
}
complete -o default -F _rightsizer rightsizer
