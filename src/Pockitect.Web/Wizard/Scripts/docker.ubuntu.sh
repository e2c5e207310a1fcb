#!/bin/sh
# Docker, for containers.
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y docker.io
systemctl enable --now docker
usermod -aG docker ubuntu
