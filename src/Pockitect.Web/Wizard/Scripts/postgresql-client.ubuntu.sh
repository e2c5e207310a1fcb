#!/bin/sh
# PostgreSQL client, to reach a database.
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y postgresql-client
