# The server as an image: docs/container.md. NODE has Node and npm, BASE is what the image begins with: both
# are Debian, named by whoever builds, with a digest. No stage runs a program of the target's platform, so
# that one machine builds for all.
ARG NODE
ARG BASE

FROM ${BASE} AS base

FROM ${NODE} AS node

FROM --platform=$BUILDPLATFORM ${NODE} AS build
WORKDIR /source
COPY . .
RUN node bin/setup.mjs && node --import tsx bin/setup/copy-server.ts /server \
  && chmod -R a+rX,go-w /server
# The base's programs that run as their owner, without that bit.
RUN --mount=type=bind,from=base,target=/base mkdir /plain && cd /base \
  && find . -xdev -type f -perm /6000 -exec cp --parents {} /plain ';' && chmod -R a-s,a+rX /plain

FROM base
ARG BASE
ARG REVISION=unknown
ARG VERSION=unknown
LABEL org.opencontainers.image.title="Countersign" \
  org.opencontainers.image.description="Passkey approvals and one-time grants for AI agent actions" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="$VERSION" \
  org.opencontainers.image.revision="$REVISION" \
  org.opencontainers.image.base.name="$BASE"
COPY --from=build /plain/ /
COPY --from=node /usr/local/bin/node /usr/local/bin/
# Node 26 needs it, and slim bases lack it.
COPY --from=node /usr/lib/*/libatomic.so.1* /usr/lib/
COPY --from=build /server /srv/countersign
COPY --from=node /usr/local/LICENSE /srv/countersign/licenses/node/
WORKDIR /srv/countersign
ENV COUNTERSIGN_BUILD=.cache/builds/image HOME=/tmp HOST=0.0.0.0
USER 10001:10001
EXPOSE 3000
# Not /readyz: a restart doesn't end an outage of the database. Nothing answers before a migration is done, and
# the first yes ends the period.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30m CMD ["node", "-e", \
  "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/livez`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--max-semi-space-size=64", "bin/countersign-server"]
