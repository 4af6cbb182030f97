#!/usr/bin/env bash
# What happens to an output when the run is killed, the disk is full, a file cannot grow, a system call fails, or handles and memory are
# short. Counts torn and silently short outputs and fails when there is one.
#
#   tests/faults/run.sh target/release/demarche [KILLS]
#
# Needs Linux, bash, a writable /tmp. A full disk and a read-only one are tried on a small tmpfs where the user may mount one, failing
# system calls where there is strace; the file-size limit is tried everywhere and stops writing at chosen offsets in the same way.
set -u
program=$(readlink -f "${1:?the program to test}")
kills=${2:-200}
home=$(mktemp -d)
trap 'umount "$home/full" 2>/dev/null; rm -rf "$home"' EXIT
cd "$home" || exit 2
export NO_COLOR=1
torn=0

# Two inputs whose outputs differ in every table.
table() { # word, pairs of rows
  echo text,side
  for i in $(seq "$2"); do
    printf 'the theft of trade secrets must stop (%s %s),us\nChina is a victim of hacking (%s %s),china\n' "$1" "$i" "$1" "$i"
  done
}
table old 10 > old.csv
table new 200 > new.csv
new=$home/new.csv
sides="--side-column side --sides us,china"
"$program" compare old.csv $sides -o want-old -q >/dev/null || exit 2
"$program" compare "$new" $sides -o want-new -q >/dev/null || exit 2

# An output folder is one of the two, whole, but for the command line that run.json and the report record.
same() {
  diff -rq -x run.json -x report.html "$1" "$2" >/dev/null 2>&1 &&
    tail -c 20 "$1/report.html" | grep -q '</html>' && tail -c 3 "$1/run.json" | grep -q '}'
}
judge() { # folder, what
  if same "$1" want-old || same "$1" want-new; then return; fi
  torn=$((torn + 1))
  echo "torn: $2"
  for want in want-old want-new; do diff -rq -x run.json -x report.html "$1" "$home/$want"; done
}
# A run that ended by itself: the outputs whole, an exit code that tells, a message that explains.
errors=0
ended() { # folder, exit code, what, message
  judge "$1" "$3"
  if [ "$2" = 0 ]; then
    if same "$1" "$home/want-old"; then torn=$((torn + 1)); echo "silent: $3, exit 0"; fi
    return
  fi
  errors=$((errors + 1))
  grep -q '^demarche: .*(.*)$' "$4" || { torn=$((torn + 1)); echo "unexplained: $3: $(cat "$4")"; }
}

# How long a run takes decides when to kill it.
start=$(date +%s%N)
rm -rf out && "$program" compare "$new" $sides -o out -q >/dev/null
length=$((($(date +%s%N) - start) / 1000))
old_left=0 new_left=0
for i in $(seq "$kills"); do
  rm -rf out .demarche-* && cp -r want-old out
  "$program" compare "$new" $sides -o out --force -q >/dev/null 2>&1 &
  pid=$!
  # Twice as many kills near the end, where files get their names.
  if [ $((i % 2)) = 0 ]; then at=$((length * 8 / 10 + RANDOM * length / 5 / 32768)); else at=$((RANDOM * length / 32768)); fi
  sleep "$(printf '%d.%06d' $((at / 1000000)) $((at % 1000000)))"
  if [ $((i % 4)) = 0 ]; then kill -INT $pid 2>/dev/null; else kill -KILL $pid 2>/dev/null; fi
  wait $pid 2>/dev/null
  judge out "kill $i after $at microseconds"
  if same out want-old; then old_left=$((old_left + 1)); else new_left=$((new_left + 1)); fi
done
echo "killed $kills times: $old_left times the old output, $new_left times the new one, $torn torn"

# Nothing there before: nothing, or the whole.
for i in $(seq $((kills / 10))); do
  rm -rf out .demarche-*
  "$program" compare "$new" $sides -o out -q >/dev/null 2>&1 &
  pid=$!
  sleep "$(printf '0.%06d' $((RANDOM * length / 32768)))"
  kill -KILL $pid 2>/dev/null
  wait $pid 2>/dev/null
  if [ -e out ]; then judge out "kill $i of a first run"; fi
done

# Writing stops at an offset: files may not grow beyond it.
largest=$(find want-new -type f -printf '%s\n' | sort -n | tail -1)
for i in $(seq 50); do
  limit=$((1 + largest * i / 51 / 1024))
  rm -rf out && cp -r want-old out
  (trap '' XFSZ; ulimit -f $limit; exec "$program" compare "$new" $sides -o out --force -q) >/dev/null 2>message
  ended out $? "no file beyond $limit KiB" message
done
echo "50 offsets at which a file stops growing: $errors told with an exit code, $torn torn or silent so far"

# A disk that is full after so many bytes, and one that is read-only.
mkdir full
if mount -t tmpfs -o size=4m tmpfs full 2>/dev/null; then
  errors=0
  size=$(du -sk want-new | cut -f1)
  for i in $(seq 50); do
    rm -rf full/* full/.demarche-* && cp -r want-old full/out
    free=$(df --output=avail -k full | tail -1)
    head -c $(((free - size * i / 48) * 1024)) /dev/zero > full/ballast
    "$program" compare "$new" $sides -o full/out --force -q >/dev/null 2>message
    ended full/out $? "a disk with $((size * i / 48)) KiB left" message
  done
  echo "50 disks that fill up, $((size / 48)) KiB apart: $errors told with an exit code, $torn torn or silent so far"
  rm -f full/ballast
  mount -o remount,ro full
  "$program" compare "$new" $sides -o full/out --force -q >/dev/null 2>message
  ended full/out $? "a read-only disk" message
  echo "a read-only disk: $(cat message)"
  umount full
else
  echo "a small tmpfs cannot be mounted here: the full disk and the read-only one were left out"
fi

# System calls that fail: the first, the second, … of its kind.
if command -v strace >/dev/null; then
  errors=0 runs=0
  for call in write:EIO write:ENOSPC fsync:EIO renameat2:EIO renameat2:ENOSYS rename:EIO openat:EMFILE mkdir:EACCES; do
    for at in 1 2 3 5 8 12 16 20; do
      rm -rf out .demarche-* && cp -r want-old out
      strace -f -qq -o /dev/null -e trace="${call%:*}" -e inject="${call%:*}:error=${call#*:}:when=$at" \
        "$program" compare "$new" $sides -o out --force -q >/dev/null 2>message
      ended out $? "$call number $at" message
      runs=$((runs + 1))
    done
  done
  echo "$runs runs with a system call that fails: $errors told with an exit code, $torn torn or silent so far"
else
  echo "there is no strace: failing system calls were left out"
fi

# Few handles (three are not enough to load the program) and little memory. The system ends a run for which there is no memory; its exit code tells, not the program.
for n in 4 5 6 7 8 12 20; do
  rm -rf out && cp -r want-old out
  (ulimit -n $n; exec "$program" compare "$new" $sides -o out --force -q) >/dev/null 2>message
  ended out $? "$n handles" message
done
for k in 20000 40000 60000 80000 100000 150000 200000; do
  rm -rf out && cp -r want-old out
  (ulimit -v $k; ulimit -c 0; exec "$program" compare "$new" $sides -o out --force -q --threads 1) >/dev/null 2>&1
  code=$?
  judge out "$k KiB of memory"
  if same out want-old && [ $code = 0 ]; then torn=$((torn + 1)); echo "silent: $k KiB"; fi
done 2>/dev/null
echo "few handles and little memory: $torn torn or silent in all"
[ $torn = 0 ]
