#!/bin/sh
# Node.js, with a service for an application in /srv/app.
set -eu
dnf install -y nodejs npm
useradd --system --home-dir /srv/app --create-home app
cat > /etc/systemd/system/app.service <<'UNIT'
[Unit]
Description=Application
After=network-online.target
ConditionPathExists=/srv/app/server.js

[Service]
User=app
WorkingDirectory=/srv/app
Environment=NODE_ENV=production
ExecStart=/usr/bin/node server.js
Restart=always

[Install]
WantedBy=multi-user.target
UNIT
systemctl enable app
