# fish completion of rightsizer: rightsizer completion fish | source
function __rightsizer_complete
    set -l line (commandline -cp)
    set -l word (commandline -ct)
    # the program itself says what may stand here; a name that begins with a dash is offered only when asked for
    set -l found (rightsizer "[suggest:"(string length -- "$line")"]" "$line" 2> /dev/null)
    if string match -q -- '-*' "$word"
        string match -- '-*' $found
        return
    end
    set found (string match -rv -- '^[-/]' $found)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path "$word"
    end
end
complete -c rightsizer -f -a '(__rightsizer_complete)'
