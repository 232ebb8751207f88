#!/bin/sh
# Starts Trino with the configuration of this folder. No file of a catalogue is kept: they have credentials.
set -eu
mkdir -p /etc/trino/catalog
cp /etc/trino-minibaas/*.properties /etc/trino-minibaas/jvm.config /etc/trino/
exec /usr/lib/trino/bin/run-trino
