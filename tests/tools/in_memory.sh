#!/usr/bin/env bash
# Runs a command whose temporary files lie in memory, where that has room and programs can be run from it: tests wait for
# the disk half of their time otherwise. Its files go with it; those of a command that failed are kept, and it is said
# where. Pytest by itself writes to the disk, as ever.
set -u
needed_kb=3000000
free_kb=$(df --output=avail /dev/shm 2>/dev/null | tail -1)
folder=$(mktemp -d /dev/shm/crm-XXXXXX 2>/dev/null) || exec "$@"
printf '#!/bin/sh\n' >"$folder/probe" && chmod +x "$folder/probe"
if [ "${free_kb:-0}" -lt $needed_kb ] || ! "$folder/probe" 2>/dev/null; then
  rm -rf "$folder"
  exec "$@"
fi
rm "$folder/probe"
TMPDIR=$folder "$@"
status=$?
if [ $status -eq 0 ]; then rm -rf "$folder"; else echo "What the tests left: $folder"; fi
exit $status
