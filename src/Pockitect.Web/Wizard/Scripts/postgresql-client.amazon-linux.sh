#!/bin/sh
# PostgreSQL client, to reach a database.
set -eu
dnf install -y postgresql16
