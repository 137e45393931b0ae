#!/usr/bin/env bash
# Rehearses point-in-time recovery on this machine, in a folder of its own, as the user postgres:
#   sudo -u postgres portal/operations/deploy/pgbackrest/rehearse.sh
# A server is started, backed up, written to, spoilt, and brought back to the moment before it was spoilt.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -1)
work=$(mktemp -d /tmp/pitr-XXXXXX)
trap '"$bin/pg_ctl" -D "$work/data" -m immediate -s stop >/dev/null 2>&1 || true; rm -rf "$work"' EXIT
mkdir "$work/repo" "$work/log" "$work/socket"

# The configuration of this folder, with the places of this rehearsal in it.
sed -e "s|^repo1-path=.*|repo1-path=$work/repo|" -e "s|^repo1-cipher-pass=.*|repo1-cipher-pass=rehearsal|" \
    -e "s|^pg1-path=.*|pg1-path=$work/data|" -e "s|^pg1-socket-path=.*|pg1-socket-path=$work/socket|" \
    "$here/pgbackrest.conf" > "$work/pgbackrest.conf"
printf '\n[global]\nlog-path=%s\nlock-path=%s\nspool-path=%s\n' "$work/log" "$work/lock" "$work/spool" >> "$work/pgbackrest.conf"
pgbackrest() { command pgbackrest --config="$work/pgbackrest.conf" --stanza=portal --log-level-console=warn "$@"; }
start() { "$bin/pg_ctl" -D "$work/data" -w -s -l "$work/log/server.log" start; }
ask() { psql -h "$work/socket" -d postgres -X -q -t -A -c "$1"; }

"$bin/initdb" -D "$work/data" --auth=trust >/dev/null
sed "s|pgbackrest --stanza|pgbackrest --config=$work/pgbackrest.conf --stanza|" "$here/postgresql.conf" >> "$work/data/postgresql.conf"
printf "listen_addresses = ''\nunix_socket_directories = '%s'\n" "$work/socket" >> "$work/data/postgresql.conf"
start
pgbackrest stanza-create
pgbackrest check
ask "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('in the backup')"
pgbackrest --type=full backup
ask "INSERT INTO kept VALUES ('written after the backup')"
ask "SELECT pg_sleep(1.5)"   # the end of a backup is noted to the second: the moment must be a later one
moment=$(ask "SELECT now()")
ask "DELETE FROM kept"
ask "SELECT pg_switch_wal()" >/dev/null
"$bin/pg_ctl" -D "$work/data" -m fast -s stop

# The bad day: what is on the disk is lost, and what was wanted is the moment before the deletion.
rm -rf "$work/data"
mkdir -m 700 "$work/data"
pgbackrest --type=time --target="$moment" --target-action=promote restore
start
for _ in $(seq 100); do
    [ "$(ask "SELECT pg_is_in_recovery()")" = f ] && break
    ask "SELECT pg_sleep(0.1)" >/dev/null
done
found=$(ask "SELECT string_agg(word, ', ' ORDER BY word) FROM kept")
[ "$found" = "in the backup, written after the backup" ] || { echo "Not as it was: $found" >&2; exit 1; }
echo "Recovered to $moment: $found."
