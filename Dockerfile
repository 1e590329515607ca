# The floodwall command and its three applications in one image. See deploy/README.md.
FROM maven:3.9.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN mvn -B -q -Dmaven.test.skip=true -Dspotless.check.skip=true -Dcyclonedx.skip=true package

FROM eclipse-temurin:17.0.15_6-jre-jammy
RUN groupadd --system --gid 10001 floodwall \
 && useradd --system --uid 10001 --gid 10001 --home-dir /var/lib/floodwall --shell /usr/sbin/nologin floodwall \
 && install -d -o floodwall -g floodwall -m 0750 /var/lib/floodwall
COPY --from=build /src/app/target/floodwall/lib /opt/floodwall/lib
COPY --chmod=0755 deploy/docker/ready /opt/floodwall/bin/ready
USER 10001:10001
WORKDIR /var/lib/floodwall
VOLUME /var/lib/floodwall
EXPOSE 8080
# Heap is a share of the container's memory; RocksDB, threads and buffers live in the rest
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", \
            "-cp", "/opt/floodwall/lib/*", "io.floodwall.app.Floodwall"]
CMD ["--help"]
