#!/bin/sh
# nginx, a web server.
set -eu
dnf install -y nginx
systemctl enable --now nginx
