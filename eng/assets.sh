#!/bin/sh
# Rebuilds the vendored fonts and the icon sprite from pinned npm packages, then compares them with eng/assets.sha256.
# Needs npm, tar and node. Run it after changing a version or an icon; commit what changes.
set -eu
cd "$(dirname "$0")/.."
out=src/Comity.Node/wwwroot
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

unpack() { # package version folder
  mkdir -p "$work/$3"
  npm pack --silent --pack-destination "$work" "$1@$2" > "$work/name"
  tar -xzf "$work/$(tail -n 1 "$work/name")" -C "$work/$3" --strip-components=1
}

unpack @fontsource-variable/ibm-plex-sans 5.3.0 sans
unpack @fontsource/ibm-plex-mono 5.3.0 mono
unpack @fontsource/ibm-plex-serif 5.3.0 serif
unpack @tabler/icons 3.51.0 icons

mkdir -p "$out/fonts"
cp "$work/sans/files/ibm-plex-sans-latin-wght-normal.woff2" "$out/fonts/plex-sans-latin.woff2"
cp "$work/sans/files/ibm-plex-sans-latin-ext-wght-normal.woff2" "$out/fonts/plex-sans-latin-ext.woff2"
for weight in 400 500; do cp "$work/mono/files/ibm-plex-mono-latin-$weight-normal.woff2" "$out/fonts/plex-mono-$weight.woff2"; done
for weight in 400 600; do cp "$work/serif/files/ibm-plex-serif-latin-$weight-normal.woff2" "$out/fonts/plex-serif-$weight.woff2"; done

node eng/sprite.mjs "$work/icons/icons/outline" eng/icons.txt > "$out/icons.svg"
cp "$work/icons/LICENSE" "$out/icons.LICENSE.txt"
sha256sum -c --quiet eng/assets.sha256
echo "fonts and icons are as pinned"
