#!/bin/sh
# Run once by the postgres image on an empty volume: the three roles and the database.
set -eu
password=$(cat "${PORTAL_DATABASE_PASSWORD_FILE:?}")
quoted=$(printf %s "$password" | sed "s/'/''/g")
psql --username "${POSTGRES_USER:-postgres}" --dbname postgres --set ON_ERROR_STOP=1 \
    --set "password='$quoted'" --file /docker-entrypoint-initdb.d/roles.sql.in
