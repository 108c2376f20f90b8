#!/usr/bin/env bash
# Puts the program of a release on the path of the steps that follow. Environment: INPUT_VERSION, ACTION_REPOSITORY, and what GitHub's runners set.
# A release holds the archives that .github/workflows/packages.yml makes. ACTION_REPOSITORY is empty where the action is in the
# workflow's own repository.
set -euo pipefail
case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) rid=linux-x64 ;;
    Linux-aarch64) rid=linux-arm64 ;;
    Darwin-arm64) rid=osx-arm64 ;;
    *) echo "::error::rightsizer has no program for $(uname -s) on $(uname -m)"; exit 1 ;;
esac
folder=$RUNNER_TEMP/rightsizer-program
mkdir -p "$folder"
# shellcheck disable=SC2086 # no argument when the version is empty: the latest release
gh release download ${INPUT_VERSION:-} --repo "${ACTION_REPOSITORY:-$GITHUB_REPOSITORY}" --pattern "rightsizer-$rid.tar.gz" --dir "$folder" --clobber
tar -xzf "$folder/rightsizer-$rid.tar.gz" -C "$folder"
echo "$folder/rightsizer" >> "$GITHUB_PATH"
"$folder/rightsizer/rightsizer" --version
