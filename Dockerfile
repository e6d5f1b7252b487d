# The same installation as ./run, in two stages: what builds, and what runs.
FROM debian:trixie-slim AS build
WORKDIR /opt/rollcall
COPY scripts scripts
RUN scripts/install system-run && scripts/install system-build
COPY pyproject.toml README.md LICENSE ./
COPY requirements requirements
COPY src src
RUN scripts/install python-run

FROM debian:trixie-slim
WORKDIR /opt/rollcall
COPY scripts scripts
RUN apt-get update -qq && apt-get install -qq -y --no-install-recommends python3 \
    && scripts/install system-run && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/rollcall /opt/rollcall
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/rollcall rollcall \
    && install -d -o rollcall -g rollcall /var/lib/rollcall/data /gallery /models
USER rollcall
ENV PATH=/opt/rollcall/.venv/bin:$PATH \
    ROLLCALL_DATA=/var/lib/rollcall/data \
    ROLLCALL_WEB_HOST=0.0.0.0
VOLUME ["/var/lib/rollcall"]
EXPOSE 8000
# A connection rather than a request: it holds for HTTP and for HTTPS with a certificate of its own.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import socket; socket.create_connection(('127.0.0.1', 8000), 4)"]
# The exec form makes Rollcall process 1, so that `docker stop` reaches it and the database is closed.
ENTRYPOINT ["rollcall", "run"]
