#compdef rightsizer
# zsh completion of rightsizer: source <(rightsizer completion zsh), after compinit
_rightsizer() {
    local line="${(j: :)words[1,CURRENT]}"
    local -a found
    # the program itself says what may stand here; a name that begins with a dash is offered only when asked for
    found=(${(f)"$(rightsizer "[suggest:${#line}]" "$line" 2> /dev/null)"})
    if [[ $words[CURRENT] == -* ]]; then
        compadd -- ${(M)found:#-*}
    else
        found=(${found:#[-\/]*})
        if (( $#found )); then compadd -- $found; else _files; fi
    fi
}
compdef _rightsizer rightsizer
