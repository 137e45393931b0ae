-- The three roles, run once per server by an administrator:  psql -v password="'…'" -f roles.sql
-- None is SUPERUSER nor BYPASSRLS, from the first migration on. `portal` logs in and owns nothing; it
-- becomes portal_app (what a web request may do) or portal_platform (owner of the tables: migrations,
-- console, the finder over all tenants). CREATEDB serves the tests alone; leave it out in production.
CREATE ROLE portal_app NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB;
CREATE ROLE portal_platform NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE CREATEDB;
CREATE ROLE portal LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB PASSWORD :password;
GRANT portal_app TO portal;
GRANT portal_platform TO portal;
CREATE DATABASE portal OWNER portal_platform ENCODING 'UTF8' TEMPLATE template0;
