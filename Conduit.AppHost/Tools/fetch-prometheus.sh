#!/usr/bin/env bash
# Unpacks Debian's Prometheus into a folder: no root, nothing installed, no service started.
# usage: fetch-prometheus.sh FOLDER     leaves FOLDER/prometheus/usr/bin/prometheus (and promtool)
set -euo pipefail

folder=$(realpath -m "$1")
work=$folder/fetch.$$
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/debs" "$work/root"

apt=()
if ! apt-cache show prometheus >/dev/null 2>&1; then
  # The machine's own package lists are empty, and only root may fill them: keep private ones.
  mkdir -p "$work/state/lists/partial" "$work/cache/archives/partial"
  apt=(-o "Dir::State=$work/state" -o "Dir::State::status=/var/lib/dpkg/status" -o "Dir::Cache=$work/cache")
  apt-get "${apt[@]}" -qq update
fi

# The web pages live in packages of their own.
mapfile -t packages < <(apt-cache "${apt[@]}" depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks \
  --no-replaces --no-enhances prometheus | grep -E '^(prometheus|libjs-[a-z0-9.-]+|fonts-glyphicons-halflings)$')

cd "$work/debs"
apt-get "${apt[@]}" -qq -o APT::Sandbox::User=root download "${packages[@]}"
for package in *.deb; do
  dpkg -x "$package" "$work/root"
done

# In one step, so that an interrupted fetch leaves nothing that looks complete.
rm -rf "$folder/prometheus"
mv "$work/root" "$folder/prometheus"
