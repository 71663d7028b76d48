#!/bin/sh
# Makes the login that answers requests: it owns nothing, and the policies bind it. The image's own login owns the tables.
set -eu
psql --set ON_ERROR_STOP=1 --set password="$ZHANTU_WEB_PASSWORD" -U "$POSTGRES_USER" -d "$POSTGRES_DB" <<'SQL'
CREATE ROLE zhantu_app NOLOGIN;
CREATE ROLE zhantu_accounts NOLOGIN;
CREATE ROLE zhantu_web LOGIN PASSWORD :'password' IN ROLE zhantu_app, zhantu_accounts;
SQL
