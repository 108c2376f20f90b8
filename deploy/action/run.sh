#!/usr/bin/env bash
# Runs rightsizer, shows the report in the job's summary and on the pull request, and leaves its exit code to the step after the upload.
# Environment: INPUT_* as action.yml names them, PULL_REQUEST (may be empty), JOB_INDEX (which job of a matrix), and what GitHub's runners set. Needs
# rightsizer and, to comment, gh on the path. For bash 3.2 too, which is the bash of macOS.
set -uo pipefail
most=60000 # bytes; a comment may have 65,536

refuse() { echo "::error::$1"; exit 2; }

# NAME VALUE: true or false in any case. Another word is refused, since it would turn off what its writer turned on.
flag() {
    case "$2" in
        [Tt][Rr][Uu][Ee]) echo true ;;
        [Ff][Aa][Ll][Ss][Ee]) echo false ;;
        *) refuse "$1 is '$2', it must be true or false" >&2 ;;
    esac
}

case "$INPUT_COMMAND" in
    diagnose | report) ;;
    *) refuse "command is '$INPUT_COMMAND', it must be diagnose or report" ;;
esac
[ -n "$INPUT_SOURCE" ] || refuse "source is empty, it must be a log, a folder, s3://BUCKET/KEY or an address"
redact=$(flag redact "$INPUT_REDACT") || exit
comment=$(flag comment "$INPUT_COMMENT") || exit
sarif=$(flag sarif "$INPUT_SARIF") || exit

run=(rightsizer "$INPUT_COMMAND")
[ "$redact" = false ] || run+=(--redact)
# the words of all lines, none of which is a pattern of file names
set -f
IFS=$' \t\r\n'
# shellcheck disable=SC2206
run+=($INPUT_ARGUMENTS)
set +f

# each use has a folder of its own, so that no use finds the report of another
folder=$(mktemp -d "$RUNNER_TEMP/rightsizer-report.XXXXXX") || exit 1
report=$folder/report.md
"${run[@]}" --format md --output "$report" -- "$INPUT_SOURCE"
code=$?
if [ $code = 0 ] && [ ! -s "$report" ]; then
    echo "::error::rightsizer wrote no report; leave options such as --help out of arguments"
    code=1
fi
echo "exit-code=$code" >> "$GITHUB_OUTPUT"
# which use on the pull request: the same one when the workflow runs again. The number of a name, since a name may end a comment of Markdown.
uses=$RUNNER_TEMP/rightsizer-uses
echo "$INPUT_COMMAND" >> "$uses"
name=${INPUT_COMMENT_ID:-"$GITHUB_WORKFLOW, job $GITHUB_JOB $JOB_INDEX, use $(($(wc -l < "$uses")))"}
use=$(printf '%s' "$name" | cksum | cut -d ' ' -f 1)
# where a run failed there is no report, and its error is in the log of the step
[ -s "$report" ] || exit 0
echo "report=$report" >> "$GITHUB_OUTPUT"
cat "$report" >> "$GITHUB_STEP_SUMMARY"

if [ "$sarif" = true ]; then
    # the same gates may be missed again, which was reported above
    "${run[@]}" --format sarif --output "$folder/report.sarif" -- "$INPUT_SOURCE" 2> /dev/null
    if [ -s "$folder/report.sarif" ]; then
        { echo "sarif=$folder/report.sarif"; echo "category=rightsizer-$use"; } >> "$GITHUB_OUTPUT"
    else
        echo "::warning::the findings could not be written for code scanning"
    fi
fi

# the comment of an earlier run of this use is replaced
post() {
    local comments=repos/$GITHUB_REPOSITORY/issues known
    known=$(gh api "$comments/$PULL_REQUEST/comments" --paginate --jq ".[] | select(.body | startswith(\"$1\")) | .id") || return
    known=${known%%$'\n'*}
    if [ -n "$known" ]; then
        gh api --method PATCH "$comments/comments/$known" --field "body=@$folder/comment.md" > /dev/null
    else
        gh api --method POST "$comments/$PULL_REQUEST/comments" --field "body=@$folder/comment.md" > /dev/null
    fi
}

if [ "$comment" = true ] && [ -n "$PULL_REQUEST" ]; then
    mark="<!-- rightsizer $use -->"
    {
        echo "$mark"
        if [ "$(wc -c < "$report")" -gt $most ]; then
            # whole lines only, so that no character is cut
            head -c $most "$report" | sed '$d'
            printf '\nThe rest is in the summary of the job.\n'
        else
            cat "$report"
        fi
    } > "$folder/comment.md"
    post "$mark" || echo "::warning::the report could not be posted as a comment; the token needs pull-requests: write"
fi
exit 0
