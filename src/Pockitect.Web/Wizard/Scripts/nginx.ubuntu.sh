#!/bin/sh
# nginx, a web server.
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y nginx
systemctl enable --now nginx
