# syntax=docker/dockerfile:1
# One image, every process: web (the default command), `manage.py worker`, `manage.py scheduler`, `manage.py migrate`.
# Nothing is written below / but in /data (a volume) and /tmp; the process is nobody's root.

FROM python:3.13-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 STATIC_ROOT=/app/static
WORKDIR /app
COPY requirements.lock ./
RUN python -m venv /venv && /venv/bin/python -m pip install --quiet --require-hashes -r requirements.lock
COPY . .
# Static files are compressed once, here; no address of a database nor any secret is needed for it.
RUN DJANGO_SETTINGS_MODULE=portal.settings.build /venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && /venv/bin/python -m compileall -q -j 0 /app /venv/lib

FROM python:3.13-slim-bookworm
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=portal.settings.production \
    PORTAL_DATA_DIR=/data \
    STATIC_ROOT=/app/static \
    GRANIAN_INTERFACE=wsgi \
    GRANIAN_HOST=0.0.0.0 \
    GRANIAN_PORT=8000 \
    GRANIAN_WORKERS=2 \
    GRANIAN_BLOCKING_THREADS=4 \
    GRANIAN_BACKPRESSURE=64 \
    GRANIAN_WEBSOCKETS=false \
    GRANIAN_WORKERS_KILL_TIMEOUT=30 \
    GRANIAN_LOG_CONFIG=/app/portal/operations/deploy/granian-log.json
RUN groupadd --system --gid 10001 portal \
    && useradd --system --uid 10001 --gid portal --no-create-home --shell /usr/sbin/nologin portal \
    && install --directory --owner portal --group portal --mode 0750 /data
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-m", "portal.operations.probe"]
CMD ["granian", "portal.wsgi:application"]
