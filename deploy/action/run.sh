#!/usr/bin/env bash
# Runs rightsizer, shows the report in the job's summary and on the pull request, and leaves its exit code to the step after the upload.
# Environment: INPUT_* as action.yml names them, PULL_REQUEST (may be empty), and what GitHub's runners set. Needs rightsizer and, to comment, gh on the path.
set -uo pipefail
mark='<!-- rightsizer -->'
most=60000 # bytes; a comment may have 65,536
folder=$RUNNER_TEMP/rightsizer-report
mkdir -p "$folder"
report=$folder/report.md
case "$INPUT_COMMAND" in
    diagnose | report) ;;
    *) echo "::error::command is '$INPUT_COMMAND', it must be diagnose or report"; exit 2 ;;
esac
read -r -a arguments <<< "$INPUT_ARGUMENTS"
[ "$INPUT_REDACT" = true ] && arguments+=(--redact)

rightsizer "$INPUT_COMMAND" "$INPUT_SOURCE" "${arguments[@]}" --format md --output "$report"
code=$?
{ echo "exit-code=$code"; echo "report=$report"; } >> "$GITHUB_OUTPUT"
# anything but a missed gate leaves no report; the error is in the log of the step
[ -s "$report" ] || exit 0
cat "$report" >> "$GITHUB_STEP_SUMMARY"

if [ "$INPUT_SARIF" = true ] && [ "$INPUT_COMMAND" = diagnose ]; then
    # the same gates may be missed again, which has been told
    rightsizer diagnose "$INPUT_SOURCE" "${arguments[@]}" --format sarif --output "$folder/report.sarif" 2> /dev/null
    [ -s "$folder/report.sarif" ] && echo "sarif=$folder/report.sarif" >> "$GITHUB_OUTPUT"
fi

if [ "$INPUT_COMMENT" = true ] && [ -n "$PULL_REQUEST" ]; then
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
    comments=repos/$GITHUB_REPOSITORY/issues
    known=$(gh api "$comments/$PULL_REQUEST/comments" --paginate --jq ".[] | select(.body | startswith(\"$mark\")) | .id" | head -n 1)
    if [ -n "$known" ]; then
        gh api --method PATCH "$comments/comments/$known" --field "body=@$folder/comment.md" > /dev/null
    else
        gh api --method POST "$comments/$PULL_REQUEST/comments" --field "body=@$folder/comment.md" > /dev/null
    fi || echo "::warning::the report could not be posted as a comment; the token needs pull-requests: write"
fi
exit 0
