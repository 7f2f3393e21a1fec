#!/usr/bin/env bash
# Makes the two examples that are not text: an arXiv-like archive (tar, gzip) and a PDF (pdflatex). Their bytes are
# committed; this is needed only after a change of their sources.
set -euo pipefail
cd "$(dirname "$0")"
examples="$PWD/../../examples"
export SOURCE_DATE_EPOCH=1704067200

tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner -C rented-cloud -cf - . |
    gzip -n >"$examples/meter-reading.tar.gz"

build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
pdflatex -interaction=batchmode -output-directory "$build" two-institutes/main.tex >"$build/output"
cp "$build/main.pdf" "$examples/tea-leaves.pdf"
