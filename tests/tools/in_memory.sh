#!/usr/bin/env bash
# Runs a command whose temporary files lie in memory, where that has room and programs can be run from it: tests wait for
# the disk half of their time otherwise. Its files go with it; those of a command that failed, or was killed, are kept
# until the next one, and it is said where. Pytest by itself writes to the disk, as ever.
set -u
memory=${MEMORY_DISK:-/dev/shm}
needed_kb=3000000
spared_kb=3000000 # of the computer's memory, for the tests themselves and whatever else runs

# What is locked is in use: by this script, or by anything that it has started.
for left in "$memory"/crm-??????; do
  if [ -O "$left/lock" ] && flock -n "$left/lock" true 2>/dev/null; then rm -rf "$left"; fi
done

free_kb=$(df --output=avail "$memory" 2>/dev/null | tail -1)
memory_kb=$(awk '$1 == "MemAvailable:" {print $2}' /proc/meminfo 2>/dev/null)
if [ "${free_kb:-0}" -lt $needed_kb ] || [ "${memory_kb:-0}" -lt $((needed_kb + spared_kb)) ]; then exec "$@"; fi
folder=$(mktemp -d "$memory/crm-XXXXXX" 2>/dev/null) || exec "$@"
printf '#!/bin/sh\n' >"$folder/probe" && chmod +x "$folder/probe"
if ! "$folder/probe" 2>/dev/null || ! exec 9>"$folder/lock" || ! flock -n 9; then
  rm -rf "$folder"
  exec "$@"
fi
rm "$folder/probe"
TMPDIR=$folder "$@"
status=$?
if [ $status -eq 0 ]; then rm -rf "$folder"; else echo "What the tests left: $folder"; fi
exit $status
