# docker build --tag qualcheck .
# docker run --rm --volume "$PWD:/work" qualcheck check articles/
FROM python:3.13-slim-bookworm AS build
WORKDIR /source
COPY . .
RUN pip wheel --no-cache-dir --wheel-dir /wheels .

FROM python:3.13-slim-bookworm
# git is for --since and --staged. The folder at /work is its owner's, not ours: git must not mind.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends git \
 && rm -rf /var/lib/apt/lists/* \
 && git config --system --add safe.directory '*' \
 && useradd --create-home --uid 1000 qualcheck
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index /wheels/*.whl
USER 1000
WORKDIR /work
ENTRYPOINT ["qualcheck"]
CMD ["--help"]
