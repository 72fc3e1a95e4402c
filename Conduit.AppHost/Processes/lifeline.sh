#!/bin/sh
# Runs a program that knows nothing of the lab, and ends it when the lab's host ends, however that happens:
# standard input is a pipe whose other end only the host holds, so the pipe's end is the host's end.
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
trap 'kill -TERM "$child" 2>/dev/null' TERM INT HUP

{
  while read -r _; do :; done
  kill -TERM "$child"
  for _ in 1 2 3 4 5 6; do
    sleep 0.5
    kill -0 "$child" || exit
  done
  kill -KILL "$child"
} <&3 >/dev/null 2>&1 &
watch=$!
exec 3<&-

# A trapped signal ends a wait early.
while :; do
  wait "$child"
  status=$?
  kill -0 "$child" 2>/dev/null || break
done
kill "$watch" 2>/dev/null
exit "$status"
