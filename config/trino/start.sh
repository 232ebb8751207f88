#!/bin/sh
# Starts Trino with the configuration of this folder. No file of a catalogue is kept: they have credentials.
# Elsewhere than in its image: TRINO_ETC for the copy of the configuration, TRINO_RUN for what starts the server.
set -eu
from=$(dirname "$0")
export TRINO_ETC="${TRINO_ETC:-/etc/trino}"
mkdir -p "$TRINO_ETC/catalog"
cp "$from"/*.properties "$from/jvm.config" "$from/rules.json" "$TRINO_ETC/"
exec "${TRINO_RUN:-/usr/lib/trino/bin/run-trino}" "$@"
