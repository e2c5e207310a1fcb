#!/bin/sh
# Docker, for containers.
set -eu
dnf install -y docker
systemctl enable --now docker
usermod -aG docker ec2-user
