# The same installation as ./run, in two stages: what builds, and what runs.
#
#   docker build .                                                                           processor alone, amd64 and arm64
#   docker build --build-arg VARIANT=openvino --build-arg BASE=debian:bookworm-slim .        Intel's GPUs, amd64
#   docker build --build-arg VARIANT=cuda .                                                  NVIDIA's GPUs, amd64 and arm64
ARG BASE=debian:trixie-slim

FROM ${BASE} AS build
ARG VARIANT=run
WORKDIR /opt/rollcall
COPY scripts scripts
RUN scripts/install "system-$VARIANT" && scripts/install system-build
COPY pyproject.toml README.md LICENSE ./
COPY requirements requirements
COPY src src
RUN scripts/install "python-$VARIANT"

FROM ${BASE}
ARG VARIANT=run
WORKDIR /opt/rollcall
COPY scripts scripts
# The versions are those of the base's release, which its security updates may raise.
# hadolint ignore=DL3008
RUN apt-get update -qq && apt-get install -qq -y --no-install-recommends python3 \
    && scripts/install "system-$VARIANT" && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/rollcall /opt/rollcall
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/rollcall rollcall \
    && install -d -o rollcall -g rollcall /var/lib/rollcall/data /gallery /models
USER rollcall
ENV PATH=/opt/rollcall/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    ROLLCALL_DATA=/var/lib/rollcall/data \
    ROLLCALL_WEB_HOST=0.0.0.0
VOLUME ["/var/lib/rollcall"]
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["rollcall", "health"]
# The exec form makes Rollcall process 1, so that `docker stop` reaches it and the database is closed.
ENTRYPOINT ["rollcall", "run"]
